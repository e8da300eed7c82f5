package io.hookbridge.tenant.apikey;

import io.hookbridge.access.Environment;
import io.hookbridge.access.Permission;
import io.hookbridge.base.ApiKeyId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;
import io.hookbridge.db.Columns;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditStore;
import io.hookbridge.tenant.project.Project;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Statements on {@code api_key}. Those that a caller reaches name the project. */
final class ApiKeyStore {

    /** The columns of an {@link ApiKey} of {@code api_key k JOIN environment v}. */
    private static final String COLUMNS =
            "k.id, k.environment_id, v.project_id, v.tenant_id, v.mode, k.prefix, k.label, k.permissions,"
                    + " k.created_at, k.last_used_at, k.expires_at";

    private final Jdbi jdbi;

    ApiKeyStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** What became of a new key. */
    enum Insertion {
        DONE,
        /** The environment has {@link ApiKey#MAX_PER_ENVIRONMENT} that have not expired. */
        NO_ROOM,
        /** The project was deleted. */
        NO_PROJECT,
        /** It would work longer than the key that makes it. */
        OUTLIVES_MAKER,
        /** The key that makes it was deleted, or its project was. */
        NO_MAKER
    }

    /**
     * @param maker the key that makes it; null for a person or an operator. Answers from memory let
     *     a key in for a moment after it was taken back, which is no time to make another.
     */
    Insertion insert(
            ApiKey key,
            byte[] hash,
            @Nullable ApiKeyId maker,
            Instant now,
            AuditEvent audit,
            Function<ExpiredKeyStore.Deleted, AuditEvent> deletion) {
        return jdbi.inTransaction(handle -> {
            if (maker != null) {
                // Before the projects, of which makers for each other's would lock one each.
                lockTenant(handle, key.environment().tenant());
            }
            // The lock makes two concurrent creations see each other in the count.
            boolean exists =
                    handle.createQuery(
                                    "SELECT id FROM project WHERE id = :project AND deleted_at IS NULL FOR UPDATE")
                            .bind("project", key.environment().project().value())
                            .mapTo(UUID.class)
                            .findOne()
                            .isPresent();
            if (maker != null && !works(handle, maker, now)) {
                return Insertion.NO_MAKER;
            }
            if (maker != null && outlives(handle, maker, key.expiresAt())) {
                return Insertion.OUTLIVES_MAKER;
            }
            if (!exists) {
                return Insertion.NO_PROJECT;
            }
            List<ExpiredKeyStore.Deleted> gone =
                    ExpiredKeyStore.makeRoom(
                            handle, key.environment().id(), ApiKey.MAX_PER_ENVIRONMENT, now);
            if (!gone.isEmpty()) {
                AuditStore.insert(handle, gone.stream().map(deletion).toList());
            }
            int inserted =
                    handle.createUpdate(
                                    """
                                    INSERT INTO api_key
                                        (id, environment_id, hash, prefix, label, permissions, created_at, expires_at,
                                         made_until)
                                    SELECT :id, :environment, :hash, :prefix, :label, :permissions, :createdAt,
                                           :expiresAt::timestamptz, :expiresAt::timestamptz
                                     WHERE (SELECT count(*) FROM api_key
                                             WHERE environment_id = :environment AND deleted_at IS NULL) < :most
                                    """)
                            .bind("id", key.id().value())
                            .bind("environment", key.environment().id().value())
                            .bind("hash", hash)
                            .bind("prefix", key.prefix())
                            .bind("label", key.label())
                            .bind(
                                    "permissions",
                                    key.permissions().stream()
                                            .map(Permission::word)
                                            .toArray(String[]::new))
                            .bind("createdAt", key.createdAt())
                            .bind("expiresAt", key.expiresAt())
                            .bind("most", ApiKey.MAX_PER_ENVIRONMENT)
                            .execute();
            if (inserted == 1) {
                AuditStore.insert(handle, audit);
            }
            return inserted == 1 ? Insertion.DONE : Insertion.NO_ROOM;
        });
    }

    /** Whether a request with the key would be let in. */
    boolean works(ApiKeyId id, Instant now) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT EXISTS (SELECT
                                                 FROM api_key k
                                                 JOIN environment v ON v.id = k.environment_id
                                                 JOIN project p ON p.id = v.project_id
                                                 JOIN tenant t ON t.id = v.tenant_id
                                                WHERE k.id = :id
                                                  AND k.deleted_at IS NULL
                                                  AND (k.expires_at IS NULL OR k.expires_at > :now)
                                                  AND p.status = 'active'
                                                  AND t.status = 'active')
                                """)
                        .bind("id", id.value())
                        .bind("now", now)
                        .mapTo(Boolean.class)
                        .one());
    }

    /** Waits for whoever is deleting the key or its project, and makes the next one wait. */
    private static boolean works(Handle handle, ApiKeyId id, Instant now) {
        return handle.createQuery(
                        """
                        SELECT k.id
                          FROM api_key k
                          JOIN environment v ON v.id = k.environment_id
                          JOIN project p ON p.id = v.project_id
                         WHERE k.id = :id
                           AND k.deleted_at IS NULL
                           AND (k.expires_at IS NULL OR k.expires_at > :now)
                           AND p.status = 'active'
                           FOR SHARE OF k, p
                        """)
                .bind("id", id.value())
                .bind("now", now)
                .mapTo(UUID.class)
                .findOne()
                .isPresent();
    }

    /** Whether a key with this end, null for none, would work longer than the other. */
    private static boolean outlives(Handle handle, ApiKeyId other, @Nullable Instant expiresAt) {
        return handle.createQuery(
                        """
                        SELECT EXISTS (SELECT
                                         FROM api_key
                                        WHERE id = :id
                                          AND expires_at < coalesce(:expiresAt::timestamptz, 'infinity'))
                        """)
                .bind("id", other.value())
                .bind("expiresAt", expiresAt)
                .mapTo(Boolean.class)
                .one();
    }

    /** The keys that work, oldest first; only test keys for a caller in test mode. */
    List<ApiKey> list(Collection<ProjectId> projects, Mode callerMode) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT %s
                                  FROM api_key k
                                  JOIN environment v ON v.id = k.environment_id
                                 WHERE v.project_id = ANY(:projects)
                                   AND k.deleted_at IS NULL
                                   AND (:callerMode = 'live' OR v.mode = 'test')
                                 ORDER BY v.project_id, k.created_at, k.id
                                """
                                        .formatted(COLUMNS))
                        .bind(
                                "projects",
                                projects.stream().map(ProjectId::value).toArray(UUID[]::new))
                        .bind("callerMode", callerMode.word())
                        .map((row, _) -> key(row))
                        .list());
    }

    Map<ApiKeyId, ApiKeys.Name> names(TenantId tenant, Mode callerMode, Collection<ApiKeyId> ids) {
        Map<ApiKeyId, ApiKeys.Name> names = new HashMap<>();
        jdbi.useHandle(handle ->
                handle.createQuery(
                                """
                                SELECT k.id, coalesce(k.label, '') AS label, v.mode
                                  FROM api_key k
                                  JOIN environment v ON v.id = k.environment_id
                                 WHERE k.id = ANY(:ids)
                                   AND v.tenant_id = :tenant
                                   AND (:callerMode = 'live' OR v.mode = 'test')
                                """)
                        .bind("ids", ids.stream().map(ApiKeyId::value).toArray(UUID[]::new))
                        .bind("tenant", tenant.value())
                        .bind("callerMode", callerMode.word())
                        .map((row, _) ->
                                names.put(
                                        new ApiKeyId(row.getObject("id", UUID.class)),
                                        new ApiKeys.Name(
                                                row.getString("label"),
                                                Mode.of(row.getString("mode")).orElseThrow())))
                        .list());
        return names;
    }

    Optional<FoundKey> findByHash(byte[] hash) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT %s, p.status AS project_status, t.status AS tenant_status
                                  FROM api_key k
                                  JOIN environment v ON v.id = k.environment_id
                                  JOIN project p ON p.id = v.project_id
                                  JOIN tenant t ON t.id = v.tenant_id
                                 WHERE k.hash = :hash
                                   AND k.deleted_at IS NULL
                                """
                                        .formatted(COLUMNS))
                        .bind("hash", hash)
                        .map((row, _) ->
                                new FoundKey(
                                        key(row),
                                        Project.Status.of(row.getString("project_status")),
                                        Tenant.Status.of(row.getString("tenant_status"))))
                        .findOne());
    }

    /** An environment of the tenant's project, deleted or not; empty if it never had such a one. */
    Optional<Environment> environment(TenantId tenant, ProjectId project, Mode mode) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id
                                  FROM environment
                                 WHERE tenant_id = :tenant
                                   AND project_id = :project
                                   AND mode = :mode
                                """)
                        .bind("tenant", tenant.value())
                        .bind("project", project.value())
                        .bind("mode", mode.word())
                        .mapTo(UUID.class)
                        .findOne()
                        .map(id -> new Environment(new EnvironmentId(id), project, tenant, mode)));
    }

    /**
     * Within a transaction: of those who call this for a tenant, each sees what the one before has
     * committed.
     */
    static void lockTenant(Handle handle, TenantId tenant) {
        handle.createQuery("SELECT id FROM tenant WHERE id = :tenant FOR NO KEY UPDATE")
                .bind("tenant", tenant.value())
                .mapTo(UUID.class)
                .one();
    }

    /**
     * Whether another key that works could do all that this one can where keys and projects are
     * managed, and goes on to; also if this one cannot manage anything.
     */
    static boolean hasOtherManager(Handle handle, TenantId tenant, ApiKeyId id) {
        return handle.createQuery(
                        """
                        SELECT NOT EXISTS (SELECT FROM api_key WHERE id = :id AND 'manage' = ANY(permissions))
                            OR EXISTS (SELECT
                                         FROM project p
                                         JOIN environment v ON v.project_id = p.id
                                         JOIN api_key k ON k.environment_id = v.id
                                        WHERE p.tenant_id = :tenant
                                          AND p.status = 'active'
                                          AND k.id <> :id
                                          AND k.deleted_at IS NULL
                                          AND k.expires_at IS NULL
                                          AND 'manage' = ANY(k.permissions)
                                          AND (v.mode = 'live'
                                               OR v.mode = (SELECT own.mode
                                                              FROM environment own
                                                              JOIN api_key ON api_key.environment_id = own.id
                                                             WHERE api_key.id = :id)))
                        """)
                .bind("tenant", tenant.value())
                .bind("id", id.value())
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * The environment of the project's key; empty if there is no such key, or a live one for a
     * caller in test mode.
     */
    static Optional<Environment> reached(
            Handle handle, ProjectId project, ApiKeyId id, Mode callerMode) {
        return handle.createQuery(
                        """
                        SELECT v.id AS environment_id, v.project_id, v.tenant_id, v.mode
                          FROM api_key k
                          JOIN environment v ON v.id = k.environment_id
                         WHERE v.project_id = :project
                           AND k.id = :id
                           AND k.deleted_at IS NULL
                           AND (:callerMode = 'live' OR v.mode = 'test')
                        """)
                .bind("project", project.value())
                .bind("id", id.value())
                .bind("callerMode", callerMode.word())
                .map((row, _) -> environment(row))
                .findOne();
    }

    /** The hash of the key that was deleted; empty if somebody else has just done it. */
    static Optional<byte[]> delete(Handle handle, ApiKeyId id, Instant now, AuditEvent audit) {
        Optional<byte[]> hash =
                handle.createQuery(
                                """
                                UPDATE api_key
                                   SET deleted_at = :now
                                 WHERE id = :id
                                   AND deleted_at IS NULL
                                RETURNING hash
                                """)
                        .bind("id", id.value())
                        .bind("now", now)
                        .mapTo(byte[].class)
                        .findOne();
        if (hash.isPresent()) {
            AuditStore.insert(handle, audit);
        }
        return hash;
    }

    void markUsed(Map<ApiKeyId, Instant> uses) {
        List<Map.Entry<ApiKeyId, Instant>> rows = List.copyOf(uses.entrySet());
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE api_key k
                                   SET last_used_at = u.at
                                  FROM unnest(:ids::uuid[], :times::timestamptz[]) AS u (id, at)
                                 WHERE k.id = u.id
                                   AND (k.last_used_at IS NULL OR k.last_used_at < u.at)
                                """)
                        .bind(
                                "ids",
                                rows.stream().map(row -> row.getKey().value()).toArray(UUID[]::new))
                        .bind(
                                "times",
                                rows.stream()
                                        .map(row -> row.getValue().toString())
                                        .toArray(String[]::new))
                        .execute());
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                new ApiKeyId(row.getObject("id", UUID.class)),
                environment(row),
                row.getString("prefix"),
                row.getString("label"),
                permissions((String[]) row.getArray("permissions").getArray()),
                row.getTimestamp("created_at").toInstant(),
                Columns.instant(row, "last_used_at"),
                Columns.instant(row, "expires_at"));
    }

    static Environment environment(ResultSet row) throws SQLException {
        return new Environment(
                new EnvironmentId(row.getObject("environment_id", UUID.class)),
                new ProjectId(row.getObject("project_id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                Mode.of(row.getString("mode")).orElseThrow());
    }

    private static Set<Permission> permissions(String[] words) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        Arrays.stream(words)
                .map(word -> Permission.of(word).orElseThrow())
                .forEach(permissions::add);
        return permissions;
    }
}
