package io.hookbridge.outbound.endpoint;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.TenantId;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.delivery.target.SealedKeys;
import io.hookbridge.delivery.target.TargetStore;
import io.hookbridge.retry.RetryChoice;
import io.hookbridge.retry.RetryPolicy;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Reads endpoints together with their signing keys, and pauses them. */
final class EndpointTargetStore {

    private static final String FIND =
            """
            SELECT e.id, e.environment_id, v.project_id, e.tenant_id, v.mode AS environment_mode, e.url, e.headers_sealed,
                   e.rate_limit_rps, e.burst, e.signature_scheme, e.hmac_enabled, e.retry_policy, p.retry_policy AS project_retry_policy,
                   e.paused_reason IS NOT NULL OR p.deleted_at IS NOT NULL
                   OR t.status <> 'active' AS paused,
                   e.deleted_at IS NOT NULL OR p.deleted_at IS NOT NULL
                   OR t.status = 'erasing' AS deleted,
                   k.ids, k.sealed, k.trial_key, k.trial_started_at, k.trial_left, k.trial_only
              FROM endpoint e
              JOIN environment v ON v.id = e.environment_id
              JOIN project p ON p.id = v.project_id
              JOIN tenant t ON t.id = e.tenant_id,
            """
                    + TargetStore.KEYS
                    + """
                     WHERE e.id = ANY(:ids)
                       AND e.direction = 'outbound'
                    """;

    private final Jdbi jdbi;
    private final TargetStore targets;
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
        this.targets = new TargetStore(jdbi, FIND, this::target);
        this.installation = installation;
    }

    /** Also deleted ones. */
    TargetStore targets() {
        return targets;
    }

    /**
     * What the endpoint belongs to, if it was paused now; empty if it was before, is deleted, or is
     * not what it was when its receiver was asked.
     */
    Optional<AuditScope> pauseAsGone(TargetId target, String url, Instant askedAt, Instant at) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                UPDATE endpoint
                                   SET paused_reason = 'gone', updated_at = :at
                                 WHERE id = :id
                                   AND direction = 'outbound'
                                   AND paused_reason IS NULL
                                   AND deleted_at IS NULL
                                   AND url = :url
                                   AND updated_at <= :askedAt
                                RETURNING tenant_id, environment_id
                                """)
                        .bind("id", target.value())
                        .bind("url", url)
                        .bind("askedAt", askedAt)
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
                TargetStore.environment(row),
                Direction.OUTBOUND,
                row.getString("url"),
                headers.open(id, row),
                rate,
                burst == 0 ? rate : burst,
                SignatureScheme.of(row.getString("signature_scheme")).orElseThrow(),
                row.getBoolean("hmac_enabled"),
                keys.openAll(row),
                TargetStore.trial(row),
                RetryChoice.ofStored(row.getString("retry_policy"))
                        .over(
                                RetryChoice.ofStored(row.getString("project_retry_policy"))
                                        .over(installation)),
                null,
                row.getBoolean("paused"),
                row.getBoolean("deleted"));
    }
}
