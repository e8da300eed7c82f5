package io.hookbridge.outbound.endpoint;

import io.hookbridge.access.Environment;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.TenantId;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.delivery.target.SealedKeys;
import io.hookbridge.retry.RetryChoice;
import io.hookbridge.retry.RetryPolicy;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads endpoints together with their signing keys, also deleted endpoints. */
final class EndpointTargetStore {

    private static final Logger log = LoggerFactory.getLogger(EndpointTargetStore.class);

    private static final String FIND =
            """
            SELECT e.id, e.environment_id, v.project_id, e.tenant_id, v.mode, e.url, e.headers_sealed,
                   e.rate_limit_rps, e.burst, e.signature_scheme, e.hmac_enabled, e.retry_policy, p.retry_policy AS project_retry_policy,
                   e.paused_reason IS NOT NULL OR p.deleted_at IS NOT NULL
                   OR t.status <> 'active' AS paused,
                   e.deleted_at IS NOT NULL OR p.deleted_at IS NOT NULL
                   OR t.status = 'erasing' AS deleted,
                   k.ids, k.sealed
              FROM endpoint e
              JOIN environment v ON v.id = e.environment_id
              JOIN project p ON p.id = v.project_id
              JOIN tenant t ON t.id = e.tenant_id,
                   LATERAL (SELECT coalesce(array_agg(id ORDER BY id), '{}') AS ids,
                                   coalesce(array_agg(sealed ORDER BY id), '{}') AS sealed
                              FROM signing_key
                             WHERE endpoint_id = e.id
                               AND deleted_at IS NULL) k
             WHERE e.id = ANY(:ids)
               AND e.direction = 'outbound'
            """;

    private final Jdbi jdbi;
    private final SealedKeys keys;
    private final SealedHeaders headers;
    private final RetryPolicy installation;

    /**
     * @param installation what holds for retries where neither endpoint nor project chose
     */
    EndpointTargetStore(
            Jdbi jdbi, SealedKeys keys, SealedHeaders headers, RetryPolicy installation) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.headers = headers;
        this.installation = installation;
    }

    /**
     * @throws IllegalStateException if its secrets do not open
     */
    Optional<DeliveryTarget> find(TargetId target) {
        return jdbi.withHandle(handle ->
                handle.createQuery(FIND)
                        .bind("ids", new UUID[] {target.value()})
                        .map((row, _) -> target(row))
                        .findOne());
    }

    /** Those that there are and whose secrets open. */
    Map<TargetId, DeliveryTarget> findAll(Collection<TargetId> targets) {
        Map<TargetId, DeliveryTarget> found = new HashMap<>();
        jdbi.useHandle(handle ->
                handle.createQuery(FIND)
                        .bind("ids", targets.stream().map(TargetId::value).toArray(UUID[]::new))
                        .map((row, _) -> readable(row))
                        .forEach(read -> read.ifPresent(target -> found.put(target.id(), target))));
        return found;
    }

    private Optional<DeliveryTarget> readable(ResultSet row) throws SQLException {
        try {
            return Optional.of(target(row));
        } catch (RuntimeException unreadable) {
            log.error(
                    "nothing is delivered to {}: {}",
                    new EndpointId(row.getObject("id", UUID.class)),
                    unreadable.getMessage());
            return Optional.empty();
        }
    }

    /**
     * What the endpoint belongs to, if it was paused now; empty if it was before, or is deleted.
     */
    Optional<AuditScope> pauseAsGone(TargetId target, Instant at) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                UPDATE endpoint
                                   SET paused_reason = 'gone', updated_at = :at
                                 WHERE id = :id
                                   AND direction = 'outbound'
                                   AND paused_reason IS NULL
                                   AND deleted_at IS NULL
                                RETURNING tenant_id, environment_id
                                """)
                        .bind("id", target.value())
                        .bind("at", at)
                        .map((row, _) ->
                                AuditScope.of(
                                        new TenantId(row.getObject("tenant_id", UUID.class)),
                                        new EnvironmentId(
                                                row.getObject("environment_id", UUID.class))))
                        .findOne());
    }

    void insert(AuditEvent event) {
        jdbi.useHandle(handle -> AuditStore.insert(handle, event));
    }

    private DeliveryTarget target(ResultSet row) throws SQLException {
        EndpointId id = new EndpointId(row.getObject("id", UUID.class));
        int rate = row.getInt("rate_limit_rps");
        int burst = row.getInt("burst");
        return new DeliveryTarget(
                TargetId.of(id),
                new Environment(
                        new EnvironmentId(row.getObject("environment_id", UUID.class)),
                        new ProjectId(row.getObject("project_id", UUID.class)),
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        Mode.of(row.getString("mode")).orElseThrow()),
                Direction.OUTBOUND,
                row.getString("url"),
                headers.open(id, row),
                rate,
                burst == 0 ? rate : burst,
                SignatureScheme.of(row.getString("signature_scheme")).orElseThrow(),
                row.getBoolean("hmac_enabled"),
                keys.openAll(row),
                RetryChoice.ofStored(row.getString("retry_policy"))
                        .over(
                                RetryChoice.ofStored(row.getString("project_retry_policy"))
                                        .over(installation)),
                null,
                row.getBoolean("paused"),
                row.getBoolean("deleted"));
    }
}
