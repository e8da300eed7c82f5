package io.hookbridge.delivery;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.util.UUID;

/** The row of this node. Its time is the database's, because servers need not agree on it. */
final class NodeStore {

    private final Jdbi jdbi;

    NodeStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void insert(UUID node, Duration lease, UUID watermark) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO node (id, alive_until, watermark)
                                VALUES (:id, now() + :lease * interval '1 ms', :watermark)
                                """)
                        .bind("id", node)
                        .bind("lease", lease.toMillis())
                        .bind("watermark", watermark)
                        .execute());
    }

    /**
     * Prolongs the node's time and raises its watermark; false if it is too late for that, because
     * its time is over or somebody has begun to take it over.
     */
    boolean renew(UUID node, Duration lease, UUID watermark) {
        return jdbi.withHandle(handle ->
                handle.createUpdate(
                                        """
                                        UPDATE node
                                           SET alive_until = now() + :lease * interval '1 ms',
                                               watermark = greatest(watermark, :watermark)
                                         WHERE id = :id
                                           AND alive_until > now()
                                           AND NOT fenced
                                        """)
                                .bind("id", node)
                                .bind("lease", lease.toMillis())
                                .bind("watermark", watermark)
                                .execute()
                        == 1);
    }
}
