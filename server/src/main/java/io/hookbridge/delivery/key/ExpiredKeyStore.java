package io.hookbridge.delivery.key;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.SigningKeyId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.TenantId;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The signing keys whose time is over. Changes join the transaction of the caller. */
final class ExpiredKeyStore {

    private final Jdbi jdbi;

    ExpiredKeyStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The endpoints that have such keys, deleted ones among them. */
    List<TargetId> endpoints(Instant now) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT DISTINCT endpoint_id
                                  FROM signing_key
                                 WHERE expires_at <= :now
                                   AND deleted_at IS NULL
                                """)
                        .bind("now", now)
                        .mapTo(UUID.class)
                        .map(TargetId::new)
                        .list());
    }

    /** What the endpoint belongs to; it is locked. Empty if it is gone. */
    Optional<AuditScope> lock(TargetId endpoint) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT tenant_id, environment_id
                                  FROM endpoint
                                 WHERE id = :id
                                   FOR NO KEY UPDATE
                                """)
                        .bind("id", endpoint.value())
                        .map((row, _) ->
                                AuditScope.of(
                                        new TenantId(row.getObject("tenant_id", UUID.class)),
                                        new EnvironmentId(
                                                row.getObject("environment_id", UUID.class))))
                        .findOne());
    }

    /** Ends such keys of an endpoint that is locked; those that nobody else has ended before. */
    List<SigningKeyId> end(TargetId endpoint, Instant now) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                UPDATE signing_key
                                   SET deleted_at = expires_at
                                 WHERE endpoint_id = :endpoint
                                   AND expires_at <= :now
                                   AND deleted_at IS NULL
                                RETURNING id
                                """)
                        .bind("endpoint", endpoint.value())
                        .bind("now", now)
                        .mapTo(UUID.class)
                        .map(SigningKeyId::new)
                        .list());
    }

    void insert(List<AuditEvent> events) {
        jdbi.useHandle(handle -> AuditStore.insert(handle, events));
    }
}
