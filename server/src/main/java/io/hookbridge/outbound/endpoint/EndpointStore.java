package io.hookbridge.outbound.endpoint;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.Sha256;
import io.hookbridge.base.TenantId;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.http.IdCursor;
import io.hookbridge.net.NormalUrl;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The rows of endpoints that are not deleted. Changes join the transaction of the caller. */
final class EndpointStore {

    private static final String OF_PROJECT =
            """
            SELECT id, project_id, tenant_id, url, description, rate_limit_rps, burst, headers, headers_sealed,
                   hmac_enabled, signature_scheme, paused_reason, created_at, updated_at
              FROM endpoint
             WHERE project_id = :project
               AND deleted_at IS NULL
            """;

    private final Jdbi jdbi;
    private final SealedHeaders headers;

    EndpointStore(Jdbi jdbi, SealedHeaders headers) {
        this.jdbi = jdbi;
        this.headers = headers;
    }

    /** Newest first, only those older than {@code before}. */
    List<Endpoint> list(ProjectId project, @Nullable IdCursor before, int limit) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                OF_PROJECT
                                        + """
                                          AND (:before::uuid IS NULL OR id < :before::uuid)
                                        ORDER BY id DESC
                                        LIMIT :limit
                                        """)
                        .bind("project", project.value())
                        .bind("before", before == null ? null : before.id())
                        .bind("limit", limit)
                        .map((row, _) -> endpoint(row))
                        .list());
    }

    Optional<Endpoint> find(ProjectId project, EndpointId id) {
        return one(OF_PROJECT + " AND id = :id", project, id);
    }

    /** The same, which nobody else changes until the transaction ends. */
    Optional<Endpoint> lock(ProjectId project, EndpointId id) {
        return one(OF_PROJECT + " AND id = :id FOR NO KEY UPDATE", project, id);
    }

    private Optional<Endpoint> one(String sql, ProjectId project, EndpointId id) {
        return jdbi.withHandle(handle ->
                handle.createQuery(sql)
                        .bind("project", project.value())
                        .bind("id", id.value())
                        .map((row, _) -> endpoint(row))
                        .findOne());
    }

    /**
     * Waits for whoever else adds endpoints to the tenant or changes the URL of one, until that
     * transaction ends.
     */
    void lockTenant(TenantId tenant) {
        jdbi.useHandle(handle ->
                handle.createQuery("SELECT id FROM tenant WHERE id = :tenant FOR NO KEY UPDATE")
                        .bind("tenant", tenant.value())
                        .mapTo(UUID.class)
                        .one());
    }

    /** Whether another endpoint of the same project leads to the same place. */
    boolean hasPlace(Endpoint endpoint) {
        String place = NormalUrl.of(endpoint.url());
        return jdbi.withHandle(handle ->
                handle
                        .createQuery(
                                """
                                SELECT url
                                  FROM endpoint
                                 WHERE project_id = :project
                                   AND (place_sha256 = :place OR place_sha256 IS NULL)
                                   AND deleted_at IS NULL
                                   AND id <> :id
                                """)
                        .bind("project", endpoint.project().value())
                        .bind("place", placeHash(endpoint))
                        .bind("id", endpoint.id().value())
                        .mapTo(String.class)
                        .stream()
                        .anyMatch(url -> NormalUrl.of(url).equals(place)));
    }

    /** Those of deleted projects do not count: nobody can delete them any more. */
    long count(TenantId tenant) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT count(*)
                                  FROM endpoint e JOIN project p ON p.id = e.project_id
                                 WHERE e.tenant_id = :tenant
                                   AND e.deleted_at IS NULL
                                   AND p.deleted_at IS NULL
                                """)
                        .bind("tenant", tenant.value())
                        .mapTo(Long.class)
                        .one());
    }

    void insert(Endpoint endpoint) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO endpoint
                                    (id, project_id, tenant_id, url, place_sha256, description, rate_limit_rps, burst,
                                     headers_sealed, hmac_enabled, signature_scheme, paused_reason, created_at, updated_at)
                                VALUES
                                    (:id, :project, :tenant, :url, :place, :description, :rate, :burst,
                                     :headers, :signed, :scheme, :paused, :createdAt, :updatedAt)
                                """)
                        .bind("id", endpoint.id().value())
                        .bind("project", endpoint.project().value())
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
                                   SET url = :url, place_sha256 = :place, description = :description,
                                       rate_limit_rps = :rate, burst = :burst, headers = '{}', headers_sealed = :headers,
                                       hmac_enabled = :signed, signature_scheme = :scheme, paused_reason = :paused, updated_at = :updatedAt
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
        values.put("rate", endpoint.rateLimitRps());
        values.put("burst", endpoint.burst());
        values.put("headers", headers.seal(endpoint.id(), endpoint.headers()));
        values.put("signed", endpoint.signed());
        values.put("scheme", endpoint.scheme().word());
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

    void insert(AuditEvent event) {
        jdbi.useHandle(handle -> AuditStore.insert(handle, event));
    }

    private Endpoint endpoint(ResultSet row) throws SQLException {
        EndpointId id = new EndpointId(row.getObject("id", UUID.class));
        String paused = row.getString("paused_reason");
        return new Endpoint(
                id,
                new ProjectId(row.getObject("project_id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("url"),
                row.getString("description"),
                row.getInt("rate_limit_rps"),
                row.getInt("burst"),
                headers.open(id, row),
                row.getBoolean("hmac_enabled"),
                SignatureScheme.of(row.getString("signature_scheme")).orElseThrow(),
                paused == null ? null : Endpoint.Pause.of(paused),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }
}
