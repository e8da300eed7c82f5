package io.hookbridge.delivery.target;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;

import org.jdbi.v3.core.Jdbi;

import java.util.UUID;

/** Counts the endpoints of a tenant. */
final class PlanRoomStore {

    private final Jdbi jdbi;

    PlanRoomStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void lock(TenantId tenant) {
        jdbi.useHandle(handle ->
                handle.createQuery("SELECT id FROM tenant WHERE id = :tenant FOR NO KEY UPDATE")
                        .bind("tenant", tenant.value())
                        .mapTo(UUID.class)
                        .one());
    }

    /**
     * Those of the tenant's environments in this mode. Those of deleted projects do not count:
     * nobody can delete them any more.
     */
    long count(TenantId tenant, Mode mode) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT count(*)
                                  FROM endpoint e
                                  JOIN environment v ON v.id = e.environment_id
                                  JOIN project p ON p.id = v.project_id
                                 WHERE e.tenant_id = :tenant
                                   AND v.mode = :mode
                                   AND e.deleted_at IS NULL
                                   AND p.deleted_at IS NULL
                                """)
                        .bind("tenant", tenant.value())
                        .bind("mode", mode.word())
                        .mapTo(Long.class)
                        .one());
    }
}
