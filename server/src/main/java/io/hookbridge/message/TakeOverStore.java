package io.hookbridge.message;

import io.hookbridge.db.IdleTransaction;
import io.hookbridge.db.Spread;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements of {@link TakeOver}, in transactions of the caller. */
final class TakeOverStore {

    private TakeOverStore() {}

    static List<UUID> dead(Handle handle) {
        return handle.createQuery("SELECT id FROM node WHERE fenced OR alive_until <= now()")
                .mapTo(UUID.class)
                .list();
    }

    static List<UUID> all(Handle handle) {
        return handle.createQuery("SELECT id FROM node").mapTo(UUID.class).list();
    }

    /**
     * Locks the row of {@code node}; whether its time is over, empty if it is gone.
     *
     * @param patienceMs how long the lock is waited for, in milliseconds
     */
    static Optional<Boolean> lock(Handle handle, UUID node, int patienceMs) {
        IdleTransaction.limit(handle);
        handle.execute("SET LOCAL lock_timeout = " + patienceMs);
        return handle.createQuery(
                        """
                        SELECT fenced OR alive_until <= now()
                          FROM node
                         WHERE id = :node
                           FOR UPDATE
                        """)
                .bind("node", node)
                .mapTo(Boolean.class)
                .findOne();
    }

    static boolean fence(Handle handle, UUID node) {
        return handle.createUpdate("UPDATE node SET fenced = true WHERE id = :node")
                        .bind("node", node)
                        .execute()
                == 1;
    }

    /**
     * Ends the sessions of {@code node} that are within a transaction, those with workers of Citus,
     * too; how many there were.
     */
    static int endSessions(Handle handle, UUID node) {
        String session = NodeWriteStore.sessionName(node);
        int ended =
                handle.createQuery(
                                """
                                SELECT count(pg_terminate_backend(pid))
                                  FROM pg_stat_activity
                                 WHERE application_name = :session
                                   AND xact_start IS NOT NULL
                                   AND pid <> pg_backend_pid()
                                """)
                        .bind("session", session)
                        .mapTo(Integer.class)
                        .one();
        return Spread.is(handle) ? ended + endSessionsOfWorkers(handle, session) : ended;
    }

    private static int endSessionsOfWorkers(Handle handle, String session) {
        return handle.createQuery(
                        """
                        SELECT coalesce(sum(result::int), 0)
                          FROM run_command_on_workers(format(
                                   'SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity'
                                   ' WHERE application_name = %L AND xact_start IS NOT NULL', :session::text))
                         WHERE success
                        """)
                .bind("session", session)
                .mapTo(Integer.class)
                .one();
    }

    /** Locks the row of a fenced node; its watermark, empty if it is gone. */
    static Optional<UUID> lockFenced(Handle handle, UUID node) {
        IdleTransaction.limit(handle);
        return handle.createQuery(
                        """
                        SELECT watermark
                          FROM node
                         WHERE id = :node
                           AND fenced
                           FOR UPDATE
                        """)
                .bind("node", node)
                .mapTo(UUID.class)
                .findOne();
    }

    /**
     * Puts messages into the queue that {@code node} has under way, due at once; how many, at most
     * {@code most}. The watermark is named for each table: PostgreSQL does not see from equal ids
     * that all outcomes of before may be left out.
     */
    static int queueUnderWay(Handle handle, UUID node, UUID watermark, Instant now, int most) {
        return handle.createUpdate(
                        """
                        INSERT INTO queue
                            (environment_id, id, endpoint_id, created_at, updated_at, status, due_at, fence, direction,
                             content_type, idempotency_key, size_bytes, payload_sha256, payload_expires_at, keep_payload)
                        SELECT environment_id, id, endpoint_id, created_at, :now, 'queued', now(), 1, direction,
                               content_type, idempotency_key, size_bytes, payload_sha256, payload_expires_at, keep_payload
                          FROM message m
                         WHERE m.id >= :watermark
                           AND m.node = :node
                           AND NOT EXISTS (SELECT FROM queue q
                                            WHERE q.environment_id = m.environment_id AND q.id = m.id
                                              AND q.id >= :watermark)
                           AND NOT EXISTS (SELECT FROM outcome o
                                            WHERE o.environment_id = m.environment_id AND o.id = m.id
                                              AND o.id >= :watermark)
                         LIMIT :most
                        """)
                .bind("node", node)
                .bind("watermark", watermark)
                .bind("now", now)
                .bind("most", most)
                .execute();
    }

    /** Frees messages of the queue that {@code node} holds; how many, at most {@code most}. */
    static int free(Handle handle, UUID node, int most) {
        return handle.createUpdate(
                        """
                        UPDATE queue q
                           SET node = NULL, fence = q.fence + 1, due_at = now()
                          FROM (SELECT environment_id, id FROM queue WHERE node = :node LIMIT :most) held
                         WHERE q.environment_id = held.environment_id
                           AND q.id = held.id
                           AND q.node = :node
                        """)
                .bind("node", node)
                .bind("most", most)
                .execute();
    }

    static void remove(Handle handle, UUID node) {
        handle.createUpdate("DELETE FROM node WHERE id = :node").bind("node", node).execute();
    }
}
