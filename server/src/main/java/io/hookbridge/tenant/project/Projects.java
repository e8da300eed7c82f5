package io.hookbridge.tenant.project;

import io.hookbridge.access.Actor;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Members;
import io.hookbridge.retry.RetryChoice;
import io.hookbridge.retry.RetryPolicy;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Creates, finds and changes the projects of one tenant; a project of another tenant does not exist
 * here.
 */
public final class Projects {

    private final ProjectStore store;
    private final RetryPolicy installation;
    private final TenantLimits.OfTenant limits;
    private final Uuid7 ids;
    private final InstantSource clock;

    /**
     * @param installation what holds for retries where a project chose nothing
     */
    public Projects(
            Jdbi jdbi,
            RetryPolicy installation,
            Uuid7 ids,
            InstantSource clock,
            TenantLimits.OfTenant limits) {
        this.store = new ProjectStore(jdbi);
        this.installation = installation;
        this.limits = limits;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * One that chooses nothing of retries.
     *
     * @param rateLimit requests to send per minute; 0 for the system's default
     * @param requestId null for what no request asked for
     * @throws ApiError {@code FORBIDDEN} if the plan allows no such rate
     */
    public ProjectCreation create(
            TenantId tenant, String name, int rateLimit, Actor actor, @Nullable String requestId) {
        return create(tenant, name, rateLimit, RetryChoice.NONE, actor, requestId);
    }

    /**
     * @param rateLimit requests to send per minute; 0 for the system's default
     * @param requestId null for what no request asked for
     * @throws ApiError {@code FORBIDDEN} if the plan allows no such rate, or no such retries
     */
    ProjectCreation create(
            TenantId tenant,
            String name,
            int rateLimit,
            RetryChoice retries,
            Actor actor,
            @Nullable String requestId) {
        Instant now = clock.instant();
        Project project = project(tenant, name, rateLimit, retries, now);
        TenantLimits allowed = limits.of(tenant, Mode.LIVE);
        requireWithin(allowed, rateLimit);
        requireWithin(allowed, retries);
        return store.insert(
                        project,
                        allowed.projects(),
                        audit(tenant, project.id(), now, actor, "project.created", requestId))
                ? new ProjectCreation.Created(project)
                : new ProjectCreation.LimitReached(allowed);
    }

    /** The project that a new tenant begins with; no plan allows fewer than one. */
    public Project createFirst(TenantId tenant, Actor actor) {
        Instant now = clock.instant();
        Project project = project(tenant, "Default", 0, RetryChoice.NONE, now);
        store.insert(project, 1, audit(tenant, project.id(), now, actor, "project.created", null));
        return project;
    }

    private Project project(
            TenantId tenant, String name, int rateLimit, RetryChoice retries, Instant now) {
        return new Project(
                new ProjectId(ids.next()),
                tenant,
                new EnvironmentId(ids.next()),
                name,
                Project.Status.ACTIVE,
                rateLimit == 0 ? Project.SYSTEM_RATE_LIMIT : rateLimit,
                retries,
                now);
    }

    /** What holds for retries where a project chose nothing. */
    public RetryPolicy installation() {
        return installation;
    }

    /** The limits that hold now for those of the tenant who ask in this mode. */
    TenantLimits limits(TenantId tenant, Mode mode) {
        return limits.of(tenant, mode);
    }

    /** The projects that are not deleted, oldest first. */
    public List<Project> list(TenantId tenant) {
        return store.list(tenant);
    }

    public Optional<Project> find(TenantId tenant, ProjectId id) {
        return store.find(tenant, id);
    }

    /**
     * Changes what is not null; empty when there is no such project.
     *
     * @throws ApiError {@code FORBIDDEN} if the plan allows no such rate, or no such retries
     */
    public Optional<Project> update(
            TenantId tenant,
            ProjectId id,
            @Nullable String name,
            @Nullable Integer rateLimit,
            @Nullable RetryChoice retries,
            Actor actor,
            String requestId) {
        if (rateLimit != null) {
            requireWithin(limits.of(tenant, Mode.LIVE), rateLimit);
        }
        if (retries != null) {
            requireWithin(limits.of(tenant, Mode.LIVE), retries);
        }
        Instant now = clock.instant();
        return store.update(
                tenant,
                id,
                name,
                rateLimit,
                retries,
                now,
                (before, after) ->
                        new AuditEvent(
                                ids.next(),
                                AuditScope.of(tenant),
                                now,
                                actor,
                                "project.updated",
                                id.toString(),
                                "done",
                                requestId,
                                ProjectChange.between(before, after)));
    }

    /** Whether there was such a project to delete. */
    public boolean delete(TenantId tenant, ProjectId id, Actor actor, String requestId) {
        Instant now = clock.instant();
        return store.delete(
                tenant, id, now, audit(tenant, id, now, actor, "project.deleted", requestId));
    }

    private static void requireWithin(TenantLimits allowed, int rateLimit) {
        if (rateLimit > allowed.sendsPerMinute()) {
            throw new ApiError(
                            ErrorCode.FORBIDDEN,
                            "the plan \"%s\" allows a rate_limit_default of at most %d; ask for less or change the plan"
                                    .formatted(allowed.plan(), allowed.sendsPerMinute()))
                    .with(
                            Members.of(
                                    "limit", "sends_per_minute",
                                    "allowed", allowed.sendsPerMinute(),
                                    "plan", allowed.plan()));
        }
    }

    /** What a project leaves to the installation, the operator answers for. */
    private void requireWithin(TenantLimits allowed, RetryChoice retries) {
        if (!retries.isNone()) {
            allowed.retries().require(retries.over(installation));
        }
    }

    private AuditEvent audit(
            TenantId tenant,
            ProjectId id,
            Instant now,
            Actor actor,
            String action,
            @Nullable String requestId) {
        return new AuditEvent(
                ids.next(),
                AuditScope.of(tenant),
                now,
                actor,
                action,
                id.toString(),
                "done",
                requestId);
    }
}
