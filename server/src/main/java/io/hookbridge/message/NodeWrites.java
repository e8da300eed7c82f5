package io.hookbridge.message;

import io.hookbridge.base.DatabaseTrouble;
import io.hookbridge.db.DoubtException;
import io.hookbridge.db.Spread;
import io.hookbridge.db.citus.Worker;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The transactions in which a node writes about messages that are, or come, into its hands.
 *
 * <p>Each locks the row of the node first, and fails if a take-over has fenced it: whoever takes a
 * node over locks the same row, so that everything of the node is either committed before, and seen
 * by the take-over, or never. The lock is {@code FOR KEY SHARE}, which lets the heartbeat through.
 *
 * <p>Each also knows its transaction id. When the connection breaks during the commit, the database
 * is asked until the old session is over, on all servers if there are several; then the rows tell
 * what became of it. The state of the transaction alone does not: after a crash of PostgreSQL an id
 * that was never written may be given out again. A warning at the commit is such a doubt as well:
 * one of several servers has not committed its part yet. Of several, an error at the commit is one,
 * too: Citus was seen to answer with one after it had committed, when its server was being killed.
 *
 * <p>Where a worker of Citus is named, it begins the transaction, and the coordinator takes part in
 * it: it keeps the lock until the worker has committed, because its part of {@code work}, the
 * counts, is prepared before. Of a transaction that changed nothing there it would let go first.
 * Whether one took place is asked of the worker then, and what fails there is made through the
 * coordinator.
 */
public final class NodeWrites {

    private static final Logger log = LoggerFactory.getLogger(NodeWrites.class);

    /** How long an answer of PostgreSQL is waited for. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final Jdbi jdbi;
    private final Worker worker;

    /** While a server stands still, all who ask it would keep a connection each. */
    private final ReentrantLock settling = new ReentrantLock();

    public NodeWrites(Jdbi jdbi) {
        this(jdbi, Worker.NONE);
    }

    /**
     * Through a worker while that works.
     *
     * @param jdbi leads to the coordinator
     * @param worker only for work that changes counts
     */
    public NodeWrites(Jdbi jdbi, Worker worker) {
        this.jdbi = jdbi;
        this.worker = worker;
    }

    /** The same past the worker, for work that changes no count. */
    NodeWrites atCoordinator() {
        return new NodeWrites(jdbi);
    }

    /**
     * A transaction.
     *
     * @param at leads to the server that gave out the id, and decides about it
     * @param spread whether others may take part
     */
    private record Begun(String id, Jdbi at, boolean spread) {}

    /** Begins a transaction; its id, empty if the node is fenced or gone. */
    private interface Begin {
        Optional<String> in(Handle handle);
    }

    /**
     * Runs {@code work} in one transaction of a node.
     *
     * @param node null for work that needs no node
     * @param isWritten asked, outside of the transaction, when the commit was in doubt: whether the
     *     rows are as {@code work} left them
     * @throws FencedException if the node is fenced or gone; nothing was written
     * @throws DoubtException if it is not known whether anything was written
     */
    public <T> T run(@Nullable UUID node, Predicate<Handle> isWritten, Function<Handle, T> work) {
        if (node == null) {
            return run(jdbi, handle -> Optional.of(NodeWriteStore.begin(handle)), isWritten, work);
        }
        Optional<Jdbi> way = worker.jdbi();
        if (way.isPresent()) {
            try {
                return run(
                        way.get(),
                        handle -> NodeWriteStore.lockFromWorker(handle, node),
                        isWritten,
                        work);
            } catch (FencedException fenced) {
                // Only the coordinator decides: the worker may still read one that was replaced.
                log.debug("a node is fenced, says the worker", fenced);
            } catch (DoubtException doubt) {
                worker.failed(doubt);
                throw doubt;
            } catch (RuntimeException failure) {
                worker.failed(failure);
                log.debug("a transaction failed at the worker", failure);
            }
        }
        return run(jdbi, handle -> NodeWriteStore.lock(handle, node), isWritten, work);
    }

    private <T> T run(
            Jdbi way, Begin begin, Predicate<Handle> isWritten, Function<Handle, T> work) {
        return way.withHandle(handle -> {
            int patience = await(handle, (int) LONGEST_ANSWER.toMillis());
            try {
                boolean spread = Spread.is(handle);
                handle.begin();
                String transaction;
                T result;
                try {
                    transaction = begin.in(handle).orElseThrow(FencedException::new);
                    result = work.apply(handle);
                } catch (RuntimeException | Error failure) {
                    rollBack(handle, failure);
                    throw failure;
                }
                commit(handle, new Begun(transaction, way, spread), isWritten);
                return result;
            } finally {
                await(handle, patience);
            }
        });
    }

    private static void rollBack(Handle handle, Throwable failure) {
        try {
            handle.rollback();
        } catch (RuntimeException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private void commit(Handle handle, Begun transaction, Predicate<Handle> isWritten) {
        SQLWarning warning;
        try {
            handle.getConnection().clearWarnings();
            handle.commit();
            warning = handle.getConnection().getWarnings();
        } catch (RuntimeException failure) {
            if (DatabaseTrouble.of(failure).isEmpty() && !transaction.spread()) {
                // PostgreSQL has answered that there was no commit.
                throw failure;
            }
            throw doubt(failure, transaction, isWritten);
        } catch (SQLException closed) {
            throw doubt(closed, transaction, isWritten);
        }
        if (warning != null) {
            throw doubt(warning, transaction, isWritten);
        }
    }

    private DoubtException doubt(Throwable cause, Begun transaction, Predicate<Handle> isWritten) {
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        Thread.ofVirtual().name("doubt").start(() -> endDoubt(transaction, isWritten, written));
        return new DoubtException(cause, written);
    }

    /**
     * Asks for as long as it takes: whoever took it for decided would deliver a message twice, or
     * let the watermark pass one that is there.
     */
    private void endDoubt(
            Begun transaction, Predicate<Handle> isWritten, CompletableFuture<Boolean> written) {
        Duration pause = FIRST_PAUSE;
        Settlement settlement = new Settlement();
        Optional<Boolean> ended = outcome(transaction, settlement, isWritten);
        while (ended.isEmpty()) {
            LockSupport.parkNanos(pause.toNanos());
            Duration next = pause.multipliedBy(2);
            pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
            ended = outcome(transaction, settlement, isWritten);
        }
        log.info("a commit was in doubt: it {}", ended.get() ? "took place" : "did not take place");
        written.complete(ended.get());
    }

    /** Whether the transaction took place; empty while nobody can know. */
    private Optional<Boolean> outcome(
            Begun transaction, Settlement settlement, Predicate<Handle> isWritten) {
        try {
            // The rows with a new snapshot, which sees all that the old session did.
            return isOver(transaction) && isReached(settlement)
                    ? Optional.of(jdbi.withHandle(isWritten::test))
                    : Optional.empty();
        } catch (RuntimeException | Error failure) {
            if (DatabaseTrouble.of(failure).isEmpty()) {
                log.debug("a commit is still in doubt", failure);
            }
            return Optional.empty();
        }
    }

    private boolean isReached(Settlement settlement) {
        settling.lock();
        try {
            return jdbi.withHandle(settlement::isReached);
        } finally {
            settling.unlock();
        }
    }

    /** Whether the session that the transaction belonged to does nothing for it any more. */
    private static boolean isOver(Begun transaction) {
        try {
            return transaction
                    .at()
                    .withHandle(handle -> NodeWriteStore.isOver(handle, transaction.id()));
        } catch (RuntimeException failure) {
            if (isUnknown(failure)) {
                // PostgreSQL crashed before it wrote that there was such a transaction.
                return true;
            }
            throw failure;
        }
    }

    /** PostgreSQL's "transaction ID is in the future". */
    private static boolean isUnknown(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && "22023".equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Sets how long an answer is waited for.
     *
     * @param millis 0 for ever
     * @return how long it was before
     */
    private static int await(Handle handle, int millis) {
        try {
            int before = handle.getConnection().getNetworkTimeout();
            handle.getConnection().setNetworkTimeout(Runnable::run, millis);
            return before;
        } catch (SQLException broken) {
            // The next statement tells.
            return millis;
        }
    }
}
