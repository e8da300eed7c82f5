package io.hookbridge.delivery;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.util.UUID;

/** The rows of nodes. Their time is the database's, because servers need not agree on it. */
final class NodeStore {

    private final Jdbi jdbi;

    NodeStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void insert(UUID node, Duration lease) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO node (id, alive_until) VALUES (:id, now() + :lease * interval '1 ms')
                                """)
                        .bind("id", node)
                        .bind("lease", lease.toMillis())
                        .execute());
    }

    /** Whether the node's time was not over, so that it could be prolonged. */
    boolean renew(UUID node, Duration lease) {
        return jdbi.withHandle(handle ->
                handle.createUpdate(
                                        """
                                        UPDATE node
                                           SET alive_until = now() + :lease * interval '1 ms'
                                         WHERE id = :id
                                           AND alive_until > now()
                                        """)
                                .bind("id", node)
                                .bind("lease", lease.toMillis())
                                .execute()
                        == 1);
    }

    void remove(UUID node) {
        jdbi.useHandle(handle ->
                handle.createUpdate("DELETE FROM node WHERE id = :id").bind("id", node).execute());
    }

    /** Removes the rows of nodes whose time is over; true if there were any. */
    boolean removeDead() {
        return jdbi.withHandle(handle ->
                handle.createUpdate("DELETE FROM node WHERE alive_until <= now()").execute() > 0);
    }

    /** Forgets every node: for a database that nobody else can be using. */
    void removeAll() {
        jdbi.useHandle(handle -> handle.createUpdate("DELETE FROM node").execute());
    }
}
