package io.hookbridge.tenant;

import io.hookbridge.base.TenantId;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Statements on {@code tenant}. */
final class TenantStore {

    /** Any number that no other advisory lock of this server uses. */
    private static final long FIRST_START = 0x686b_6272_6653_7461L;

    private final Jdbi jdbi;

    TenantStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void insert(Tenant tenant, AuditEvent audit) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate(
                            """
                            INSERT INTO tenant (id, name, status, created_at)
                            VALUES (:id, :name, :status, :createdAt)
                            """)
                    .bind("id", tenant.id().value())
                    .bind("name", tenant.name())
                    .bind("status", tenant.status().word())
                    .bind("createdAt", tenant.createdAt())
                    .execute();
            AuditStore.insert(handle, audit);
        });
    }

    Optional<Tenant> find(TenantId id) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id, name, status, created_at
                                  FROM tenant
                                 WHERE id = :id
                                """)
                        .bind("id", id.value())
                        .map((row, _) -> tenant(row))
                        .findOne());
    }

    /** Oldest first. */
    List<Tenant> list() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id, name, status, created_at
                                  FROM tenant
                                 ORDER BY created_at, id
                                """)
                        .map((row, _) -> tenant(row))
                        .list());
    }

    Optional<Tenant> oldest() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id, name, status, created_at
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
                Tenant.Status.of(row.getString("status")),
                row.getTimestamp("created_at").toInstant());
    }

    void rename(TenantId id, String name, AuditEvent audit) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate(
                            """
                            UPDATE tenant
                               SET name = :name
                             WHERE id = :id
                            """)
                    .bind("id", id.value())
                    .bind("name", name)
                    .execute();
            AuditStore.insert(handle, audit);
        });
    }

    /** Whether the tenant was in the one state and is in the other now. */
    boolean move(TenantId id, Tenant.Status from, Tenant.Status to, AuditEvent audit) {
        return jdbi.inTransaction(handle -> {
            boolean moved =
                    handle.createUpdate(
                                            """
                                            UPDATE tenant
                                               SET status = :to
                                             WHERE id = :id
                                               AND status = :from
                                            """)
                                    .bind("id", id.value())
                                    .bind("from", from.word())
                                    .bind("to", to.word())
                                    .execute()
                            == 1;
            if (moved) {
                AuditStore.insert(handle, audit);
            }
            return moved;
        });
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

    void awaitTurn() {
        jdbi.useHandle(handle ->
                handle.createQuery("SELECT true FROM pg_advisory_xact_lock(:lock)")
                        .bind("lock", FIRST_START)
                        .mapTo(Boolean.class)
                        .one());
    }
}
