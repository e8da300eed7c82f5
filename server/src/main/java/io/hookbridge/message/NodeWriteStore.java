package io.hookbridge.message;

import io.hookbridge.db.HotStatement;
import io.hookbridge.db.IdleTransaction;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements with which {@link NodeWrites} begins, and asks what became of a transaction. */
final class NodeWriteStore {

    private static final String LOCK =
            """
            SELECT pg_current_xact_id()::text, set_config('application_name', ?, false), %s
              FROM node
             WHERE id = ?
               AND NOT fenced
               FOR KEY SHARE
            """
                    .formatted(IdleTransaction.LIMITED);

    /**
     * Asked of a worker, the row is locked on the coordinator; what stands beside that would be
     * asked there as well.
     */
    private static final String BEGIN_AT_WORKER =
            "SELECT pg_current_xact_id()::text, set_config('application_name', ?, false)";

    private static final String LOCK_AT_COORDINATOR =
            "SELECT id FROM node WHERE id = ? AND NOT fenced FOR KEY SHARE";

    private NodeWriteStore() {}

    /** The name of the sessions of a node, by which a take-over finds those that stand still. */
    static String sessionName(UUID node) {
        return "hookbridge " + node;
    }

    /** The id of a transaction that needs no node. */
    static String begin(Handle handle) {
        return handle.createQuery("SELECT pg_current_xact_id()::text, " + IdleTransaction.LIMITED)
                .mapTo(String.class)
                .one();
    }

    /** Locks the row of {@code node}; the id of the transaction, empty if it is fenced or gone. */
    static Optional<String> lock(Handle handle, UUID node) {
        return HotStatement.query(
                        handle,
                        LOCK,
                        to -> to.text(sessionName(node)).uuid(node),
                        row -> row.getString(1))
                .stream()
                .findFirst();
    }

    /** The same through a worker of Citus, which the transaction then belongs to. */
    static Optional<String> lockFromWorker(Handle worker, UUID node) {
        HotStatement.Together begin = new HotStatement.Together();
        // A session of the worker holds the lock there.
        begin.update(IdleTransaction.LIMIT_EVERYWHERE, _ -> {});
        List<String> transaction =
                begin.query(
                        BEGIN_AT_WORKER, to -> to.text(sessionName(node)), row -> row.getString(1));
        List<UUID> locked =
                begin.query(
                        LOCK_AT_COORDINATOR,
                        to -> to.uuid(node),
                        row -> row.getObject(1, UUID.class));
        begin.run(worker);
        return locked.isEmpty() ? Optional.empty() : Optional.of(transaction.getFirst());
    }

    /** The time of the database, as it is at this moment. */
    static Instant clock(Handle handle) {
        return handle.createQuery("SELECT clock_timestamp()").mapTo(Instant.class).one();
    }

    /** Whether all transactions that were over at that time are over on all servers. */
    static boolean isSettled(Handle handle, Instant since) {
        return handle.createQuery("SELECT settled(:since)")
                .bind("since", since)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Whether a transaction is over, however it ended; throws what PostgreSQL says to an id that it
     * has not given out.
     */
    static boolean isOver(Handle handle, String transaction) {
        return handle.createQuery(
                        "SELECT pg_xact_status(:xid::xid8) IS DISTINCT FROM 'in progress'")
                .bind("xid", transaction)
                .mapTo(Boolean.class)
                .one();
    }
}
