package io.hookbridge.message;

import io.hookbridge.base.CrashPoint;

import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes over what a node held whose time is over, or which ends: fences it, puts its messages into
 * the queue, and removes it. Any server may, and several may at once; whoever goes on after a crash
 * finds the rest.
 *
 * <p>Every step locks the node's row {@code FOR UPDATE} with a statement of its own, and looks for
 * messages with a later one: that has a new snapshot, so it sees everything that the node wrote
 * before it was fenced. With one statement for both a message could be delivered and queued.
 */
public final class TakeOver {

    private static final Logger log = LoggerFactory.getLogger(TakeOver.class);

    /** The most messages of one transaction. */
    private static final int CHUNK = 5_000;

    /** How long a transaction of the node is waited for that should have ended, in milliseconds. */
    private static final int PATIENCE_MS = 1_000;

    /** How often it is looked whether what a node wrote is seen on all servers. */
    private static final int MOST_LOOKS = 50;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** PostgreSQL's "lock not available". */
    private static final String LOCKED = "55P03";

    private final Jdbi jdbi;
    private final int patienceMs;

    public TakeOver(Jdbi jdbi) {
        this(jdbi, PATIENCE_MS);
    }

    TakeOver(Jdbi jdbi, int patienceMs) {
        this.jdbi = jdbi;
        this.patienceMs = patienceMs;
    }

    /** The nodes whose time is over, those among them that somebody has begun to take over. */
    public List<UUID> dead() {
        return jdbi.withHandle(TakeOverStore::dead);
    }

    /** All nodes: for a database that nobody else can be using. */
    public List<UUID> all() {
        return jdbi.withHandle(TakeOverStore::all);
    }

    /**
     * Takes over everything of {@code nodes}. One that cannot be taken over keeps none of the
     * others waiting.
     *
     * @param evenAlive whether also before their time is over
     * @return how many messages are in the queue now that they held
     * @throws RuntimeException why the first could not be taken over that could not; thrown when
     *     the others are
     */
    public int take(List<UUID> nodes, boolean evenAlive, Instant now) {
        int taken = 0;
        RuntimeException failure = null;
        for (UUID node : nodes) {
            try {
                taken += take(node, evenAlive, now);
            } catch (RuntimeException failed) {
                if (failure == null) {
                    failure = failed;
                } else {
                    failure.addSuppressed(failed);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return taken;
    }

    /**
     * Takes over everything of {@code node}.
     *
     * @param evenAlive whether also before its time is over
     * @return how many messages are in the queue now that it held
     */
    public int take(UUID node, boolean evenAlive, Instant now) {
        if (!fence(node, evenAlive)) {
            return 0;
        }
        CrashPoint.TAKE_OVER_FENCED_COMMITTED.pass();
        if (!isSettled()) {
            log.warn(
                    "what a server that is gone wrote last is not committed on all servers of the database yet;"
                            + " it is taken over as soon as it is");
            return 0;
        }
        int taken = 0;
        Optional<Integer> chunk = chunk(node, now);
        while (chunk.isPresent()) {
            CrashPoint.TAKE_OVER_CHUNK_COMMITTED.pass();
            taken += chunk.get();
            chunk = chunk(node, now);
        }
        CrashPoint.TAKE_OVER_COMMITTED.pass();
        return taken;
    }

    /** Whether the node is fenced, now or before. */
    private boolean fence(UUID node, boolean evenAlive) {
        try {
            return jdbi.inTransaction(handle ->
                    TakeOverStore.lock(handle, node, patienceMs)
                            // As it is now that the row is locked: it may have been renewed.
                            .filter(isOver -> isOver || evenAlive)
                            .map(_ -> TakeOverStore.fence(handle, node))
                            .orElse(false));
        } catch (RuntimeException failure) {
            if (!isLocked(failure)) {
                throw failure;
            }
            endSessions(node);
            return false;
        }
    }

    /** Whether all is seen that the node wrote before it was fenced; waits a while for it. */
    private boolean isSettled() {
        Settlement settlement = new Settlement();
        for (int look = 0; look < MOST_LOOKS; look++) {
            if (jdbi.withHandle(settlement::isReached)) {
                return true;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return false;
    }

    private static boolean isLocked(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && LOCKED.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Ends the transactions of a node that stands still in the midst of one. */
    private void endSessions(UUID node) {
        int ended = jdbi.withHandle(handle -> TakeOverStore.endSessions(handle, node));
        log.warn("{} transactions of a server that stands still were ended", ended);
        // One that a worker has begun may have no session any more, and its lock all the same.
        var _ = jdbi.withHandle(new Settlement()::isReached);
    }

    /**
     * Puts some messages of a fenced node into the queue; if there are none, removes the node.
     *
     * @return how many there were; empty if the node is gone
     */
    private Optional<Integer> chunk(UUID node, Instant now) {
        return jdbi.inTransaction(handle -> {
            Optional<UUID> watermark = TakeOverStore.lockFenced(handle, node);
            if (watermark.isEmpty()) {
                return Optional.empty();
            }
            CrashPoint.TAKE_OVER_LOCKED.pass();
            int queued = TakeOverStore.queueUnderWay(handle, node, watermark.get(), now, CHUNK);
            CrashPoint.TAKE_OVER_QUEUED.pass();
            int freed = TakeOverStore.free(handle, node, CHUNK);
            CrashPoint.TAKE_OVER_FREED.pass();
            Moves.endMarked(handle, MarkStore.of(handle, node), now);
            CrashPoint.TAKE_OVER_ENDED.pass();
            if (queued + freed > 0) {
                return Optional.of(queued + freed);
            }
            TakeOverStore.remove(handle, node);
            CrashPoint.TAKE_OVER_NODE_DELETED.pass();
            return Optional.empty();
        });
    }
}
