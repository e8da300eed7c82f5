package io.hookbridge.delivery;

import io.hookbridge.base.Ticker;
import io.hookbridge.db.Database;
import io.hookbridge.db.GroupCommit;
import io.hookbridge.delivery.retry.RetryDecision;
import io.hookbridge.message.MessageCounts;
import io.hookbridge.message.MessageCounts.CountChange;
import io.hookbridge.net.Outcome;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes results to the database, those of many attempts together, and does not give up while the
 * database is away: what is not written down is delivered a second time.
 */
final class RecordResults implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RecordResults.class);

    private static final int LARGEST = 256;

    /** Nobody waits for a result, so many can be written at once. */
    private static final Duration GATHER = Duration.ofMillis(15);

    /** The pause before a result is written once more. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Jdbi jdbi;
    private final Ticker ticker;
    private final Duration patience;
    private final Runnable lostLease;
    private final GroupCommit<Result> writer;

    /**
     * @param patience how long a result is kept in memory while the database is away
     * @param lostLease told of every attempt whose message was no longer ours
     */
    RecordResults(
            Jdbi jdbi, Ticker ticker, Duration patience, MeterRegistry meters, Runnable lostLease) {
        this.jdbi = jdbi;
        this.ticker = ticker;
        this.patience = patience;
        this.lostLease = lostLease;
        this.writer = new GroupCommit<>("results", LARGEST, GATHER, meters, this::write);
    }

    /** Returns when {@code result} is written, or when that has turned out to be impossible. */
    void record(Result result) {
        long since = ticker.nanos();
        Result next = result;
        while (true) {
            try {
                writer.commit(next);
                return;
            } catch (RuntimeException failure) {
                if (ticker.nanos() - since > patience.toNanos()) {
                    log.error(
                            "the result of message {} could not be stored for {} s, it will be delivered again: {}",
                            result.job().id(),
                            patience.toSeconds(),
                            isPassing(failure) ? "the database is away" : failure.toString());
                    return;
                }
                if (!isPassing(failure)) {
                    log.warn(
                            "the answer to message {} cannot be stored, only its status is kept",
                            result.job().id(),
                            failure);
                    next = result.withoutAnswer();
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static boolean isPassing(RuntimeException failure) {
        return Database.isOutage(failure) || failure instanceof IllegalStateException;
    }

    private void write(List<Result> results) {
        jdbi.useTransaction(handle -> {
            Set<UUID> lost = ResultStore.record(handle, results);
            List<Result> ours =
                    results.stream()
                            .filter(result -> !lost.contains(result.job().id().value()))
                            .toList();
            if (!ours.isEmpty()) {
                MessageCounts.add(handle, ours.stream().map(RecordResults::change).toList());
            }
            removePayloads(handle, ours);
            lost.forEach(_ -> lostLease.run());
        });
    }

    private static void removePayloads(Handle handle, List<Result> results) {
        List<Job> delivered =
                results.stream()
                        .filter(result -> result.decision() instanceof RetryDecision.Done)
                        .map(Result::job)
                        .filter(job -> !job.keepPayload())
                        .toList();
        if (!delivered.isEmpty()) {
            ResultStore.removePayloads(handle, delivered);
        }
    }

    private static CountChange change(Result result) {
        Job job = result.job();
        CountChange change = CountChange.none(job.environment(), job.endpoint(), job.createdAt());
        if (job.nextAttempt() > 1) {
            change = change.retried();
        }
        if (result.posted().outcome() instanceof Outcome.Answered) {
            change = change.answeredIn(result.posted().phases().totalMs());
        }
        int wasRetrying = job.retrying() ? 1 : 0;
        return switch (result.decision()) {
            case RetryDecision.Done _ -> change.succeeded(1).retrying(-wasRetrying);
            case RetryDecision.GiveUp _ -> change.failed(1).retrying(-wasRetrying);
            case RetryDecision.Again _ -> change.retrying(1 - wasRetrying);
        };
    }

    /** Writes what waits and takes nothing more. */
    @Override
    public void close() {
        writer.close();
    }
}
