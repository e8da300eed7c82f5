package io.hookbridge.tenant.project;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;
import io.hookbridge.retry.RetryChoice;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** Every statement names the tenant, so that no id of another tenant can be reached. */
final class ProjectStore {

    /** The columns of a {@link Project}. */
    private static final String COLUMNS =
            """
            id, tenant_id, name, status, rate_limit_default, retry_policy, created_at,
            (SELECT v.id FROM environment v WHERE v.project_id = project.id AND v.mode = 'test') AS test_environment_id
            """;

    private final Jdbi jdbi;

    ProjectStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Whether there was room for it among at most {@code most} that are not deleted. */
    boolean insert(Project project, int most, AuditEvent audit) {
        return jdbi.inTransaction(handle -> {
            // The lock makes two concurrent creations see each other in the count.
            handle.createQuery("SELECT id FROM tenant WHERE id = :tenant FOR NO KEY UPDATE")
                    .bind("tenant", project.tenantId().value())
                    .mapTo(UUID.class)
                    .one();
            int inserted =
                    handle.createUpdate(
                                    """
                                    INSERT INTO project
                                        (id, tenant_id, name, status, rate_limit_default, retry_policy, created_at, updated_at)
                                    SELECT :id, :tenant, :name, :status, :rateLimit, :retries, :createdAt, :createdAt
                                     WHERE (SELECT count(*) FROM project
                                             WHERE tenant_id = :tenant AND deleted_at IS NULL) < :most
                                    """)
                            .bind("most", most)
                            .bind("id", project.id().value())
                            .bind("tenant", project.tenantId().value())
                            .bind("name", project.name())
                            .bind("status", project.status().word())
                            .bind("rateLimit", project.rateLimitDefault())
                            .bind("retries", project.retries().stored())
                            .bind("createdAt", project.createdAt())
                            .execute();
            if (inserted == 1) {
                insertEnvironments(handle, project);
                AuditStore.insert(handle, audit);
            }
            return inserted == 1;
        });
    }

    private static void insertEnvironments(Handle handle, Project project) {
        handle.createUpdate(
                        """
                        INSERT INTO environment (id, project_id, tenant_id, mode)
                        VALUES (:project, :project, :tenant, 'live'), (:test, :project, :tenant, 'test')
                        """)
                .bind("project", project.id().value())
                .bind("tenant", project.tenantId().value())
                .bind("test", project.testEnvironment().value())
                .execute();
    }

    List<Project> list(TenantId tenant) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT %s
                                  FROM project
                                 WHERE tenant_id = :tenant
                                   AND deleted_at IS NULL
                                 ORDER BY id
                                """
                                        .formatted(COLUMNS))
                        .bind("tenant", tenant.value())
                        .map((row, _) -> project(row))
                        .list());
    }

    Optional<Project> find(TenantId tenant, ProjectId id) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT %s
                                  FROM project
                                 WHERE tenant_id = :tenant
                                   AND id = :id
                                   AND deleted_at IS NULL
                                """
                                        .formatted(COLUMNS))
                        .bind("tenant", tenant.value())
                        .bind("id", id.value())
                        .map((row, _) -> project(row))
                        .findOne());
    }

    /** What the environment may send in a minute; the system's default for one that is gone. */
    int requestsPerMinute(EnvironmentId id) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT p.rate_limit_default
                                  FROM environment v JOIN project p ON p.id = v.project_id
                                 WHERE v.id = :id
                                """)
                        .bind("id", id.value())
                        .mapTo(Integer.class)
                        .findOne()
                        .orElse(Project.SYSTEM_RATE_LIMIT));
    }

    /**
     * Changes what is not null; empty when there is no such project.
     *
     * @param audit of the change from what was to what is
     */
    Optional<Project> update(
            TenantId tenant,
            ProjectId id,
            @Nullable String name,
            @Nullable Integer rateLimit,
            @Nullable RetryChoice retries,
            Instant now,
            BiFunction<Project, Project, AuditEvent> audit) {
        return jdbi.inTransaction(handle -> {
            Optional<Project> before = locked(handle, tenant, id);
            Optional<Project> updated =
                    handle.createQuery(
                                    """
                                    UPDATE project
                                       SET name = coalesce(:name, name),
                                           rate_limit_default = coalesce(:rateLimit, rate_limit_default),
                                           retry_policy = CASE WHEN :choosesRetries THEN :retries ELSE retry_policy END,
                                           updated_at = :now
                                     WHERE tenant_id = :tenant
                                       AND id = :id
                                       AND deleted_at IS NULL
                                    RETURNING %s
                                    """
                                            .formatted(COLUMNS))
                            .bind("tenant", tenant.value())
                            .bind("id", id.value())
                            .bind("name", name)
                            .bind("rateLimit", rateLimit)
                            .bind("choosesRetries", retries != null)
                            .bind("retries", retries == null ? null : retries.stored())
                            .bind("now", now)
                            .map((row, _) -> project(row))
                            .findOne();
            if (before.isPresent() && updated.isPresent()) {
                AuditStore.insert(handle, audit.apply(before.get(), updated.get()));
            }
            return updated;
        });
    }

    /** As it is until the transaction ends. */
    private static Optional<Project> locked(Handle handle, TenantId tenant, ProjectId id) {
        return handle.createQuery(
                        """
                        SELECT %s
                          FROM project
                         WHERE tenant_id = :tenant
                           AND id = :id
                           AND deleted_at IS NULL
                           FOR NO KEY UPDATE
                        """
                                .formatted(COLUMNS))
                .bind("tenant", tenant.value())
                .bind("id", id.value())
                .map((row, _) -> project(row))
                .findOne();
    }

    /** Whether there was such a project to delete. */
    boolean delete(TenantId tenant, ProjectId id, Instant now, AuditEvent audit) {
        return jdbi.inTransaction(handle -> {
            int deleted =
                    handle.createUpdate(
                                    """
                                    UPDATE project
                                       SET status = 'deleted', deleted_at = :now, updated_at = :now
                                     WHERE tenant_id = :tenant
                                       AND id = :id
                                       AND deleted_at IS NULL
                                    """)
                            .bind("tenant", tenant.value())
                            .bind("id", id.value())
                            .bind("now", now)
                            .execute();
            if (deleted == 1) {
                AuditStore.insert(handle, audit);
            }
            return deleted == 1;
        });
    }

    private static Project project(ResultSet row) throws SQLException {
        return new Project(
                new ProjectId(row.getObject("id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new EnvironmentId(row.getObject("test_environment_id", UUID.class)),
                row.getString("name"),
                Project.Status.of(row.getString("status")),
                row.getInt("rate_limit_default"),
                RetryChoice.ofStored(row.getString("retry_policy")),
                row.getTimestamp("created_at").toInstant());
    }
}
