package io.hookbridge.delivery;

import io.hookbridge.db.SchemaVersion;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The row of this node. Its time is the database's, because servers need not agree on it; when that
 * began follows from when it ends, since Citus returns no {@code now()}.
 */
final class NodeStore {

    private final Jdbi jdbi;

    NodeStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Inserts the row; what the clock of the database showed when it was asked to. */
    Instant insert(UUID node, Duration lease, UUID watermark) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                INSERT INTO node (id, alive_until, watermark, newest_known)
                                VALUES (:id, now() + :lease * interval '1 ms', :watermark, :known)
                                RETURNING alive_until
                                """)
                        .bind("id", node)
                        .bind("lease", lease.toMillis())
                        .bind("watermark", watermark)
                        .bind("known", SchemaVersion.NEWEST)
                        .mapTo(Instant.class)
                        .one()
                        .minus(lease));
    }

    /**
     * Prolongs the node's time and raises its watermark.
     *
     * @return what the clock of the database showed when it was asked to; empty if it is too late
     *     for that, because the node's time is over or somebody has begun to take it over
     */
    Optional<Instant> renew(UUID node, Duration lease, UUID watermark) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                UPDATE node
                                   SET alive_until = now() + :lease * interval '1 ms',
                                       watermark = greatest(watermark, :watermark)
                                 WHERE id = :id
                                   AND alive_until > now()
                                   AND NOT fenced
                                RETURNING alive_until
                                """)
                        .bind("id", node)
                        .bind("lease", lease.toMillis())
                        .bind("watermark", watermark)
                        .mapTo(Instant.class)
                        .findOne()
                        .map(until -> until.minus(lease)));
    }
}
