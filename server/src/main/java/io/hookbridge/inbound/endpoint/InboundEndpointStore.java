package io.hookbridge.inbound.endpoint;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.Sha256;
import io.hookbridge.http.IdCursor;
import io.hookbridge.net.NormalUrl;
import io.hookbridge.retry.RetryChoice;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of endpoints that receive and are not deleted. Changes join the transaction of the
 * caller.
 */
final class InboundEndpointStore {

    private static final String OF_ENVIRONMENT =
            "SELECT "
                    + InboundRows.COLUMNS
                    + InboundRows.TABLES
                    + """
                     WHERE e.environment_id = :environment
                       AND e.direction = 'inbound'
                       AND e.deleted_at IS NULL
                    """;

    private final Jdbi jdbi;
    private final InboundRows rows;
    private final SealedInbound sealed;

    InboundEndpointStore(Jdbi jdbi, SealedInbound sealed) {
        this.jdbi = jdbi;
        this.rows = new InboundRows(sealed);
        this.sealed = sealed;
    }

    /** What the project of an environment chooses of retries. */
    RetryChoice retriesOfProject(EnvironmentId environment) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT p.retry_policy
                                  FROM environment v JOIN project p ON p.id = v.project_id
                                 WHERE v.id = :environment
                                """)
                        .bind("environment", environment.value())
                        .map((row, _) -> RetryChoice.ofStored(row.getString("retry_policy")))
                        .one());
    }

    /** Newest first, only those older than {@code before}. */
    List<InboundEndpoint> list(
            EnvironmentId environment,
            @Nullable InboundMode mode,
            @Nullable IdCursor before,
            int limit) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                OF_ENVIRONMENT
                                        + """
                                          AND (:before::uuid IS NULL OR e.id < :before::uuid)
                                          AND (:mode::text IS NULL OR i.mode = :mode::text)
                                        ORDER BY e.id DESC
                                        LIMIT :limit
                                        """)
                        .bind("environment", environment.value())
                        .bind("before", before == null ? null : before.id())
                        .bind("mode", mode == null ? null : mode.word())
                        .bind("limit", limit)
                        .map((row, _) -> rows.endpoint(row))
                        .list());
    }

    /** Those that name this preset. */
    List<InboundEndpoint> naming(EnvironmentId environment, String preset) {
        return jdbi.withHandle(handle ->
                handle.createQuery(OF_ENVIRONMENT + " AND i.preset = :preset ORDER BY e.id")
                        .bind("environment", environment.value())
                        .bind("preset", preset)
                        .map((row, _) -> rows.endpoint(row))
                        .list());
    }

    Optional<InboundEndpoint> find(EnvironmentId environment, InboundEndpointId id) {
        return one(OF_ENVIRONMENT + " AND e.id = :id", environment, id);
    }

    /** The same, which nobody else changes until the transaction ends. */
    Optional<InboundEndpoint> lock(EnvironmentId environment, InboundEndpointId id) {
        return one(OF_ENVIRONMENT + " AND e.id = :id FOR NO KEY UPDATE", environment, id);
    }

    private Optional<InboundEndpoint> one(
            String sql, EnvironmentId environment, InboundEndpointId id) {
        return jdbi.withHandle(handle ->
                handle.createQuery(sql)
                        .bind("environment", environment.value())
                        .bind("id", id.value())
                        .map((row, _) -> rows.endpoint(row))
                        .findOne());
    }

    void insert(InboundEndpoint endpoint) {
        jdbi.useHandle(handle -> {
            handle.createUpdate(
                            """
                            INSERT INTO endpoint
                                (id, environment_id, tenant_id, direction, url, place_sha256, description, hmac_enabled,
                                 retry_policy, created_at, updated_at)
                            VALUES
                                (:id, :environment, :tenant, 'inbound', :url, :place, :description, :signed,
                                 :retries, :createdAt, :updatedAt)
                            """)
                    .bind("environment", endpoint.environment().value())
                    .bind("tenant", endpoint.tenant().value())
                    .bind("createdAt", endpoint.createdAt())
                    .bindMap(shared(endpoint))
                    .execute();
            handle.createUpdate(
                            """
                            INSERT INTO inbound_endpoint
                                (endpoint_id, name, mode, paused, token_sealed, verify_static_token, token_header_name,
                                 token_query_param, token_value_sha256, verify_hmac, hmac_header_name, secrets_sealed,
                                 timestamp_header_name, timestamp_ttl_seconds, allow_unsigned_timestamp,
                                 verify_ip_allowlist, allowed_cidrs,
                                 idempotency_header_names, ingest_response_code, forward_query, retention_days,
                                 event_type_source, event_type_path, preset, preset_verify_token_sealed,
                                 takes_secret_until, sign_as_provider)
                            VALUES
                                (:id, :name, :mode, :paused, :token, :verifiesToken, :tokenHeader,
                                 :tokenParameter, :tokenSha256, :verifiesHmac, :hmacHeader, :secrets,
                                 :timestampHeader, :timestampTtl, :allowsUnsigned,
                                 :verifiesAddress, :cidrs,
                                 :idempotencyHeaders, :responseCode, :forwardsQuery, :retentionDays,
                                 :eventTypeSource, :eventTypePath, :preset, :verifyToken,
                                 :takesSecretUntil, :signsAsProvider)
                            """)
                    .bind("token", sealed.token(endpoint.id(), endpoint.token()))
                    .bindMap(own(endpoint))
                    .execute();
        });
    }

    void update(InboundEndpoint endpoint) {
        jdbi.useHandle(handle -> {
            handle.createUpdate(
                            """
                            UPDATE endpoint
                               SET url = :url, place_sha256 = :place, description = :description,
                                   hmac_enabled = :signed, retry_policy = :retries, updated_at = :updatedAt
                             WHERE id = :id
                            """)
                    .bindMap(shared(endpoint))
                    .execute();
            handle.createUpdate(
                            """
                            UPDATE inbound_endpoint
                               SET name = :name, mode = :mode, paused = :paused, verify_static_token = :verifiesToken,
                                   token_header_name = :tokenHeader, token_query_param = :tokenParameter,
                                   token_value_sha256 = :tokenSha256, verify_hmac = :verifiesHmac,
                                   hmac_header_name = :hmacHeader, secrets_sealed = :secrets,
                                   timestamp_header_name = :timestampHeader, timestamp_ttl_seconds = :timestampTtl,
                                   allow_unsigned_timestamp = :allowsUnsigned,
                                   verify_ip_allowlist = :verifiesAddress, allowed_cidrs = :cidrs,
                                   idempotency_header_names = :idempotencyHeaders,
                                   ingest_response_code = :responseCode, forward_query = :forwardsQuery,
                                   retention_days = :retentionDays, event_type_source = :eventTypeSource,
                                   event_type_path = :eventTypePath, preset = :preset,
                                   preset_verify_token_sealed = :verifyToken,
                                   takes_secret_until = :takesSecretUntil, sign_as_provider = :signsAsProvider
                             WHERE endpoint_id = :id
                            """)
                    .bindMap(own(endpoint))
                    .execute();
        });
    }

    private static Map<String, @Nullable Object> shared(InboundEndpoint endpoint) {
        String url = endpoint.url();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", endpoint.id().value());
        values.put("url", url);
        values.put("place", url.isEmpty() ? null : Sha256.of(NormalUrl.of(url)));
        values.put("description", endpoint.description());
        values.put("signed", endpoint.signed());
        values.put("retries", endpoint.retries().stored());
        values.put("updatedAt", endpoint.updatedAt());
        return values;
    }

    private Map<String, @Nullable Object> own(InboundEndpoint endpoint) {
        InboundChecks checks = endpoint.checks();
        EventTypeRule eventType = endpoint.eventType();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", endpoint.id().value());
        values.put("name", endpoint.name());
        values.put("mode", endpoint.mode().word());
        values.put("paused", endpoint.paused());
        values.put("verifiesToken", checks.verifiesToken());
        values.put("tokenHeader", checks.tokenHeader());
        values.put("tokenParameter", checks.tokenParameter());
        values.put("tokenSha256", checks.tokenSha256());
        values.put("verifiesHmac", checks.verifiesHmac());
        values.put("hmacHeader", checks.hmacHeader());
        values.put("secrets", sealed.secrets(endpoint.id(), checks.hmacSecrets()));
        values.put("timestampHeader", checks.timestampHeader());
        values.put("timestampTtl", checks.timestampTtlSeconds());
        values.put("allowsUnsigned", checks.allowsUnsignedTimestamp());
        values.put("verifiesAddress", checks.verifiesAddress());
        values.put("cidrs", checks.cidrs().stream().map(Object::toString).toArray(String[]::new));
        values.put("preset", checks.preset());
        values.put("verifyToken", sealed.verifyToken(endpoint.id(), checks.verifyToken()));
        values.put("takesSecretUntil", checks.takesSecretUntil());
        values.put("signsAsProvider", endpoint.signsAsProvider());
        values.put("idempotencyHeaders", endpoint.idempotencyHeaders().toArray(String[]::new));
        values.put("responseCode", endpoint.responseCode());
        values.put("forwardsQuery", endpoint.forwardsQuery());
        values.put("retentionDays", endpoint.retentionDays());
        values.put("eventTypeSource", eventType == null ? null : eventType.source());
        values.put("eventTypePath", eventType == null ? null : eventType.path());
        return values;
    }

    void delete(InboundEndpointId id, Instant now) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE endpoint
                                   SET deleted_at = :now, updated_at = :now
                                 WHERE id = :id
                                """)
                        .bind("id", id.value())
                        .bind("now", now)
                        .execute());
    }
}
