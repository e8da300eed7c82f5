package io.hookbridge.outbound.endpoint;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.SigningKeyId;
import io.hookbridge.base.TenantId;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The signing keys whose time is over. Changes join the transaction of the caller. */
final class ExpiredKeyStore {

    private final Jdbi jdbi;

    ExpiredKeyStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    record Ended(SigningKeyId key, AuditScope scope) {}

    List<UUID> over(Instant now) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id
                                  FROM signing_key
                                 WHERE expires_at <= :now
                                   AND deleted_at IS NULL
                                """)
                        .bind("now", now)
                        .mapTo(UUID.class)
                        .list());
    }

    /** Those of {@code keys} that no other node has ended. */
    List<Ended> end(List<UUID> keys) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                UPDATE signing_key k
                                   SET deleted_at = k.expires_at
                                  FROM endpoint e
                                 WHERE k.id = ANY(:ids)
                                   AND k.deleted_at IS NULL
                                   AND e.id = k.endpoint_id
                                RETURNING k.id, e.tenant_id, e.environment_id
                                """)
                        .bind("ids", keys.toArray(UUID[]::new))
                        .map((row, _) ->
                                new Ended(
                                        new SigningKeyId(row.getObject("id", UUID.class)),
                                        AuditScope.of(
                                                new TenantId(row.getObject("tenant_id", UUID.class)),
                                                new EnvironmentId(
                                                        row.getObject(
                                                                "environment_id", UUID.class)))))
                        .list());
    }

    void insert(List<AuditEvent> events) {
        jdbi.useHandle(handle -> AuditStore.insert(handle, events));
    }
}
