package io.hookbridge.tenant;

import io.hookbridge.base.TenantId;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

final class TenantStore {

    private final Jdbi jdbi;

    TenantStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void insert(Tenant tenant, AuditEvent audit) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate(
                            """
                            INSERT INTO tenant (id, name, created_at)
                            VALUES (:id, :name, :createdAt)
                            """)
                    .bind("id", tenant.id().value())
                    .bind("name", tenant.name())
                    .bind("createdAt", tenant.createdAt())
                    .execute();
            AuditStore.insert(handle, audit);
        });
    }

    Optional<Tenant> find(TenantId id) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id, name, created_at
                                  FROM tenant
                                 WHERE id = :id
                                """)
                        .bind("id", id.value())
                        .map((row, _) -> tenant(row))
                        .findOne());
    }

    Optional<Tenant> oldest() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id, name, created_at
                                  FROM tenant
                                 ORDER BY created_at, id
                                 LIMIT 1
                                """)
                        .map((row, _) -> tenant(row))
                        .findOne());
    }

    private static Tenant tenant(ResultSet row) throws SQLException {
        return new Tenant(
                new TenantId(row.getObject("id", UUID.class)),
                row.getString("name"),
                row.getTimestamp("created_at").toInstant());
    }

    boolean any() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT EXISTS (SELECT FROM tenant)
                                """)
                        .mapTo(Boolean.class)
                        .one());
    }
}
