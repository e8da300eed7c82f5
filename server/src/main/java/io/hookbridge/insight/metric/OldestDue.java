package io.hookbridge.insight.metric;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.util.Optional;

/** Since when the message is due that has waited longest for a server to take it. */
public final class OldestDue {

    private final Jdbi jdbi;

    public OldestDue(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Leaves out what is paused or of a deleted project; empty if nothing is due. Goes from
     * endpoint to endpoint through the index, so that it costs the same however many messages wait
     * for each.
     */
    public Optional<Instant> of(Instant now) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                WITH RECURSIVE first (endpoint_id, due_at) AS (
                                    (SELECT endpoint_id, due_at FROM pending_message
                                      WHERE node IS NULL
                                      ORDER BY endpoint_id, due_at LIMIT 1)
                                    UNION ALL
                                    SELECT next.endpoint_id, next.due_at
                                      FROM first, LATERAL (
                                           SELECT endpoint_id, due_at FROM pending_message
                                            WHERE node IS NULL AND endpoint_id > first.endpoint_id
                                            ORDER BY endpoint_id, due_at LIMIT 1) next
                                )
                                SELECT min(first.due_at)
                                  FROM first
                                  JOIN endpoint ON endpoint.id = first.endpoint_id
                                  JOIN project ON project.id = endpoint.project_id
                                 WHERE first.due_at <= :now
                                   AND endpoint.paused_reason IS NULL
                                   AND project.deleted_at IS NULL
                                """)
                        .bind("now", now)
                        .mapTo(Instant.class)
                        .findOne());
    }
}
