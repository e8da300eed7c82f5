package io.hookbridge.delivery;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.Ticker;
import io.hookbridge.db.Bulkheads;
import io.hookbridge.db.Database;
import io.hookbridge.db.DoubtException;
import io.hookbridge.db.GroupCommit;
import io.hookbridge.message.Attempt;
import io.hookbridge.message.FencedException;
import io.hookbridge.message.Moves;
import io.hookbridge.message.NodeWrites;
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

    private static final int LARGEST = 512;

    /** Nobody waits for an attempt to be written, so many can be written at once. */
    private static final GroupCommit.Gathering GATHERING =
            GroupCommit.Gathering.allOf(Duration.ofMillis(60));

    /** The pause before an attempt is written once more. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final NodeWrites writes;
    private final Ticker ticker;
    private final Duration patience;
    private final Runnable lostLease;
    private final Bulkheads<Attempt> writer;

    /**
     * @param patience how long an attempt is kept in memory while the database is away
     * @param lostLease told of every attempt whose message was no longer ours
     */
    RecordAttempts(
            Jdbi jdbi,
            NodeWrites writes,
            Ticker ticker,
            Duration patience,
            MeterRegistry meters,
            Runnable lostLease) {
        this.writes = writes;
        this.ticker = ticker;
        this.patience = patience;
        this.lostLease = lostLease;
        this.writer =
                new Bulkheads<>(
                        jdbi,
                        attempt -> attempt.message().environment(),
                        ticker,
                        this::write,
                        write ->
                                new GroupCommit<>(
                                        "results",
                                        LARGEST,
                                        _ -> 0,
                                        attempt -> attempt.message().holder(),
                                        GATHERING,
                                        meters,
                                        write));
    }

    /**
     * Ends with true when {@code attempt} is written, or counts for nothing because its message is
     * in other hands; with false when it has turned out to be impossible. Never fails. It ends on
     * the thread that writes, so what depends on it must be short.
     */
    CompletableFuture<Boolean> record(Attempt attempt) {
        long since = ticker.nanos();
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        var _ =
                writer.submit(attempt)
                        .whenComplete((_, failure) -> {
                            if (failure == null) {
                                over.complete(true);
                            } else {
                                Thread.ofVirtual()
                                        .start(() ->
                                                over.complete(
                                                        insist(
                                                                attempt,
                                                                GroupCommit.unchecked(failure),
                                                                since)));
                            }
                        });
        return over;
    }

    /** Tries again and again; whether it was written. */
    private boolean insist(Attempt attempt, RuntimeException firstFailure, long since) {
        RuntimeException failure = firstFailure;
        Attempt next = attempt;
        boolean whole = true;
        // Also when the time is up: what is in doubt may be written, and must not be given back.
        while (!(failure instanceof DoubtException doubt) || !took(doubt)) {
            if (ticker.nanos() - since > patience.toNanos()) {
                giveUp(attempt, failure);
                return false;
            }
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
                return true;
            } catch (RuntimeException again) {
                failure = again;
            }
        }
        return true;
    }

    private void giveUp(Attempt attempt, RuntimeException failure) {
        log.error(
                "the attempt at message {} could not be stored for {} s, it will be delivered again: {}",
                attempt.message().id(),
                patience.toSeconds(),
                isPassing(failure) ? "the database is away" : failure.toString());
    }

    /** Whether the transaction turned out to have taken place. */
    private static boolean took(DoubtException doubt) {
        return doubt.written().join();
    }

    private static boolean isPassing(RuntimeException failure) {
        return Database.isOutage(failure) || failure instanceof IllegalStateException;
    }

    /**
     * All of one node: this server may have become another one since. Of a former node whose row is
     * fenced nothing is written, because its messages are in other hands.
     */
    private void write(List<Attempt> attempts) {
        UUID holder = attempts.getFirst().message().holder();
        try {
            Set<UUID> lost =
                    writes.run(
                            holder,
                            handle -> Moves.isRecorded(handle, attempts),
                            handle -> Moves.record(handle, attempts));
            CrashPoint.RESULT_COMMITTED.pass();
            lost.forEach(_ -> lostLease.run());
        } catch (FencedException fenced) {
            attempts.forEach(_ -> lostLease.run());
        }
    }

    /** Writes what waits and takes nothing more. */
    @Override
    public void close() {
        writer.close();
    }
}
