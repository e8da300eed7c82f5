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
     * Of what servers may take now, so nothing that is paused or stopped; empty if nothing is due.
     */
    public Optional<Instant> of(Instant now) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT min(due_at)
                                  FROM first_due
                                  JOIN endpoint ON endpoint.id = first_due.target_id
                                  JOIN environment ON environment.id = endpoint.environment_id
                                  JOIN project ON project.id = environment.project_id
                                  JOIN tenant ON tenant.id = endpoint.tenant_id
                                 WHERE due_at <= :now
                                   AND endpoint.paused_reason IS NULL
                                   AND project.deleted_at IS NULL
                                   AND tenant.status = 'active'
                                """)
                        .bind("now", now)
                        .mapTo(Instant.class)
                        .findOne());
    }
}
