package io.hookbridge.delivery;

import io.hookbridge.base.Ticker;
import io.hookbridge.db.Database;
import io.hookbridge.db.GroupCommit;
import io.hookbridge.message.Attempt;
import io.hookbridge.message.Moves;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes attempts to the database, many together, and does not give up while the database is away:
 * what is not written down is delivered a second time.
 */
final class RecordAttempts implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RecordAttempts.class);

    private static final int LARGEST = 256;

    /** Nobody waits for an attempt to be written, so many can be written at once. */
    private static final Duration GATHER = Duration.ofMillis(15);

    /** The pause before an attempt is written once more. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Jdbi jdbi;
    private final Ticker ticker;
    private final Duration patience;
    private final Runnable lostLease;
    private final GroupCommit<Attempt> writer;

    /**
     * @param patience how long an attempt is kept in memory while the database is away
     * @param lostLease told of every attempt whose message was no longer ours
     */
    RecordAttempts(
            Jdbi jdbi, Ticker ticker, Duration patience, MeterRegistry meters, Runnable lostLease) {
        this.jdbi = jdbi;
        this.ticker = ticker;
        this.patience = patience;
        this.lostLease = lostLease;
        this.writer = new GroupCommit<>("results", LARGEST, GATHER, meters, this::write);
    }

    /**
     * Ends when {@code attempt} is written, or when that has turned out to be impossible; never
     * fails. It ends on the thread that writes, so what depends on it must be short.
     */
    CompletableFuture<Void> record(Attempt attempt) {
        long since = ticker.nanos();
        CompletableFuture<Void> over = new CompletableFuture<>();
        var _ =
                writer.submit(attempt)
                        .whenComplete((_, failure) -> {
                            if (failure == null) {
                                over.complete(null);
                            } else {
                                Thread.ofVirtual()
                                        .start(() -> {
                                            insist(attempt, GroupCommit.unchecked(failure), since);
                                            over.complete(null);
                                        });
                            }
                        });
        return over;
    }

    /** Tries again and again. */
    private void insist(Attempt attempt, RuntimeException firstFailure, long since) {
        RuntimeException failure = firstFailure;
        Attempt next = attempt;
        boolean whole = true;
        while (ticker.nanos() - since <= patience.toNanos()) {
            if (whole && !isPassing(failure)) {
                log.warn(
                        "the answer to message {} cannot be stored, only its status is kept",
                        attempt.message().id(),
                        failure);
                next = attempt.withoutAnswer();
                whole = false;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            try {
                writer.commit(next);
                return;
            } catch (RuntimeException again) {
                failure = again;
            }
        }
        log.error(
                "the attempt at message {} could not be stored for {} s, it will be delivered again: {}",
                attempt.message().id(),
                patience.toSeconds(),
                isPassing(failure) ? "the database is away" : failure.toString());
    }

    private static boolean isPassing(RuntimeException failure) {
        return Database.isOutage(failure) || failure instanceof IllegalStateException;
    }

    private void write(List<Attempt> attempts) {
        Set<UUID> lost = jdbi.inTransaction(handle -> Moves.record(handle, attempts));
        lost.forEach(_ -> lostLease.run());
    }

    /** Writes what waits and takes nothing more. */
    @Override
    public void close() {
        writer.close();
    }
}
