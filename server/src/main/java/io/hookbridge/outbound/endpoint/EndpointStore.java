package io.hookbridge.outbound.endpoint;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Sha256;
import io.hookbridge.base.TenantId;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.http.IdCursor;
import io.hookbridge.net.NormalUrl;
import io.hookbridge.retry.RetryChoice;
import io.hookbridge.retry.RetryPolicy;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The rows of endpoints that are not deleted. Changes join the transaction of the caller. */
final class EndpointStore {

    private static final String OF_ENVIRONMENT =
            """
            SELECT id, environment_id, tenant_id, url, description, metadata, rate_limit_rps, burst, headers_sealed,
                   hmac_enabled, signature_scheme, paused_reason, created_at, updated_at, retry_policy,
                   (SELECT p.retry_policy FROM environment v JOIN project p ON p.id = v.project_id
                     WHERE v.id = environment_id) AS project_retry_policy
              FROM endpoint
             WHERE environment_id = :environment
               AND direction = 'outbound'
               AND deleted_at IS NULL
            """;

    private final Jdbi jdbi;
    private final SealedHeaders headers;
    private final RetryPolicy installation;

    /**
     * @param installation what holds for retries where neither endpoint nor project chose
     */
    EndpointStore(Jdbi jdbi, SealedHeaders headers, RetryPolicy installation) {
        this.jdbi = jdbi;
        this.headers = headers;
        this.installation = installation;
    }

    /** What holds for retries of the endpoints of an environment that choose nothing. */
    RetryPolicy inherited(EnvironmentId environment) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT p.retry_policy
                                  FROM environment v JOIN project p ON p.id = v.project_id
                                 WHERE v.id = :environment
                                """)
                        .bind("environment", environment.value())
                        .map((row, _) -> inherited(row.getString("retry_policy")))
                        .one());
    }

    private RetryPolicy inherited(@Nullable String ofProject) {
        return RetryChoice.ofStored(ofProject).over(installation);
    }

    /** Newest first, only those older than {@code before}. */
    List<Endpoint> list(EnvironmentId environment, @Nullable IdCursor before, int limit) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                OF_ENVIRONMENT
                                        + """
                                          AND (:before::uuid IS NULL OR id < :before::uuid)
                                        ORDER BY id DESC
                                        LIMIT :limit
                                        """)
                        .bind("environment", environment.value())
                        .bind("before", before == null ? null : before.id())
                        .bind("limit", limit)
                        .map((row, _) -> endpoint(row))
                        .list());
    }

    /**
     * Newest first.
     *
     * @param text that is part of the URL, the description or the id; empty for any
     */
    List<Endpoint> search(EnvironmentId environment, String text, int limit) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                OF_ENVIRONMENT
                                        + """
                                          AND (:text = '' OR strpos(lower(url), :text) > 0
                                               OR strpos(lower(coalesce(description, '')), :text) > 0
                                               OR strpos('ep_' || replace(id::text, '-', ''), :text) > 0)
                                        ORDER BY id DESC
                                        LIMIT :limit
                                        """)
                        .bind("environment", environment.value())
                        .bind("text", text.toLowerCase(Locale.ROOT))
                        .bind("limit", limit)
                        .map((row, _) -> endpoint(row))
                        .list());
    }

    Optional<Endpoint> find(EnvironmentId environment, EndpointId id) {
        return one(OF_ENVIRONMENT + " AND id = :id", environment, id);
    }

    /** The same, which nobody else changes until the transaction ends. */
    Optional<Endpoint> lock(EnvironmentId environment, EndpointId id) {
        return one(OF_ENVIRONMENT + " AND id = :id FOR NO KEY UPDATE", environment, id);
    }

    private Optional<Endpoint> one(String sql, EnvironmentId environment, EndpointId id) {
        return jdbi.withHandle(handle ->
                handle.createQuery(sql)
                        .bind("environment", environment.value())
                        .bind("id", id.value())
                        .map((row, _) -> endpoint(row))
                        .findOne());
    }

    /** Whether another endpoint of the same environment leads to the same place. */
    boolean hasPlace(Endpoint endpoint) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT EXISTS (SELECT FROM endpoint
                                                WHERE environment_id = :environment
                                                  AND direction = 'outbound'
                                                  AND place_sha256 = :place
                                                  AND deleted_at IS NULL
                                                  AND id <> :id)
                                """)
                        .bind("environment", endpoint.environment().value())
                        .bind("place", placeHash(endpoint))
                        .bind("id", endpoint.id().value())
                        .mapTo(Boolean.class)
                        .one());
    }

    void insert(Endpoint endpoint) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO endpoint
                                    (id, environment_id, tenant_id, direction, url, place_sha256, description, metadata, rate_limit_rps, burst,
                                     headers_sealed, hmac_enabled, signature_scheme, retry_policy, paused_reason, created_at,
                                     updated_at)
                                VALUES
                                    (:id, :environment, :tenant, 'outbound', :url, :place, :description, :metadata, :rate, :burst,
                                     :headers, :signed, :scheme, :retries, :paused, :createdAt, :updatedAt)
                                """)
                        .bind("id", endpoint.id().value())
                        .bind("environment", endpoint.environment().value())
                        .bind("tenant", endpoint.tenant().value())
                        .bind("createdAt", endpoint.createdAt())
                        .bindMap(changeable(endpoint))
                        .execute());
    }

    void update(Endpoint endpoint) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE endpoint
                                   SET url = :url, place_sha256 = :place, description = :description, metadata = :metadata,
                                       rate_limit_rps = :rate, burst = :burst, headers_sealed = :headers,
                                       hmac_enabled = :signed, signature_scheme = :scheme, retry_policy = :retries,
                                       paused_reason = :paused, updated_at = :updatedAt
                                 WHERE id = :id
                                """)
                        .bind("id", endpoint.id().value())
                        .bindMap(changeable(endpoint))
                        .execute());
    }

    /** Of where its URL leads, however that is spelled. */
    private static byte[] placeHash(Endpoint endpoint) {
        return Sha256.of(NormalUrl.of(endpoint.url()));
    }

    private Map<String, @Nullable Object> changeable(Endpoint endpoint) {
        Endpoint.Pause paused = endpoint.paused();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("url", endpoint.url());
        values.put("place", placeHash(endpoint));
        values.put("description", endpoint.description());
        values.put("metadata", Metadata.stored(endpoint.metadata()));
        values.put("rate", endpoint.rateLimitRps());
        values.put("burst", endpoint.burst());
        values.put("headers", headers.seal(endpoint.id(), endpoint.headers()));
        values.put("signed", endpoint.signed());
        values.put("scheme", endpoint.scheme().word());
        values.put("retries", endpoint.retries().stored());
        values.put("paused", paused == null ? null : paused.word());
        values.put("updatedAt", endpoint.updatedAt());
        return values;
    }

    void delete(EndpointId id, Instant now) {
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

    private Endpoint endpoint(ResultSet row) throws SQLException {
        EndpointId id = new EndpointId(row.getObject("id", UUID.class));
        String paused = row.getString("paused_reason");
        return new Endpoint(
                id,
                new EnvironmentId(row.getObject("environment_id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("url"),
                row.getString("description"),
                Metadata.ofStored(row.getString("metadata")),
                row.getInt("rate_limit_rps"),
                row.getInt("burst"),
                headers.open(id, row),
                row.getBoolean("hmac_enabled"),
                SignatureScheme.of(row.getString("signature_scheme")).orElseThrow(),
                RetryChoice.ofStored(row.getString("retry_policy")),
                inherited(row.getString("project_retry_policy")),
                paused == null ? null : Endpoint.Pause.of(paused),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }
}
