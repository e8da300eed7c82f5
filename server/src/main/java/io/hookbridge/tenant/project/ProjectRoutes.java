package io.hookbridge.tenant.project;

import io.hookbridge.access.Caller;
import io.hookbridge.access.Permission;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.Text;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.JsonBody;
import io.hookbridge.http.Members;
import io.hookbridge.http.Route;
import io.hookbridge.retry.RetryChoice;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code /v1/projects}. A caller with {@code manage} in live sees and changes the projects of its
 * own tenant. One in test sees its own project alone, and changes nothing of it, because a project
 * is the live environment as well.
 */
public final class ProjectRoutes {

    private final Projects projects;

    public ProjectRoutes(Projects projects) {
        this.projects = projects;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", "/v1/projects", Permission.MANAGE, this::list).orSession(),
                Route.api("POST", "/v1/projects", Permission.MANAGE, this::create)
                        .members("name", "rate_limit_default", RetryChoice.MEMBER)
                        .orSession(),
                Route.api("GET", "/v1/projects/{id}", Permission.MANAGE, this::get).orSession(),
                Route.api("PUT", "/v1/projects/{id}", Permission.MANAGE, this::update)
                        .members("name", "rate_limit_default", RetryChoice.MEMBER)
                        .orSession(),
                Route.api("DELETE", "/v1/projects/{id}", Permission.MANAGE, this::delete)
                        .exact()
                        .orSession());
    }

    private Answer list(Call call) {
        return Answer.ok(
                projects.list(call.caller().tenant()).stream()
                        .filter(project -> call.caller().sees(project.id()))
                        .map(project -> view(call, project))
                        .toList());
    }

    private Answer create(Call call) {
        requireLive(call);
        JsonBody body = call.json();
        String name =
                body.text("name", Project.MAX_NAME)
                        .orElseThrow(() -> ApiError.invalidRequest("name is required"));
        requireName(name);
        int rateLimit = body.integer("rate_limit_default", 0, Project.MAX_RATE_LIMIT).orElse(0);
        RetryChoice retries = Objects.requireNonNullElse(RetryChoice.in(body), RetryChoice.NONE);
        Caller caller = call.caller();
        return switch (projects.create(
                caller.tenant(), name, rateLimit, retries, caller.actor(), call.requestId())) {
            case ProjectCreation.Created(Project project) ->
                    Answer.created("/v1/projects/" + project.id(), view(call, project));
            case ProjectCreation.LimitReached(TenantLimits limits) ->
                    throw new ApiError(
                                    ErrorCode.FORBIDDEN,
                                    "the plan \"%s\" allows %d projects; delete one or change the plan"
                                            .formatted(limits.plan(), limits.projects()))
                            .with(
                                    Members.of(
                                            "limit", "max_projects",
                                            "allowed", limits.projects(),
                                            "plan", limits.plan()));
        };
    }

    private Answer get(Call call) {
        return Answer.ok(
                projects.find(call.caller().tenant(), id(call))
                        .filter(project -> call.caller().sees(project.id()))
                        .map(project -> view(call, project))
                        .orElseThrow(ProjectRoutes::notFound));
    }

    private Answer update(Call call) {
        requireLive(call);
        JsonBody body = call.json();
        String name = body.text("name", Project.MAX_NAME).orElse(null);
        if (name != null) {
            requireName(name);
        }
        Integer rateLimit =
                body.integer("rate_limit_default", 1, Project.MAX_RATE_LIMIT).orElse(null);
        RetryChoice retries = RetryChoice.in(body);
        if (name == null && rateLimit == null && retries == null) {
            return get(call);
        }
        Caller caller = call.caller();
        return Answer.ok(
                projects.update(
                                caller.tenant(),
                                id(call),
                                name,
                                rateLimit,
                                retries,
                                caller.actor(),
                                call.requestId())
                        .map(project -> view(call, project))
                        .orElseThrow(ProjectRoutes::notFound));
    }

    private Answer delete(Call call) {
        requireLive(call);
        Caller caller = call.caller();
        if (!projects.delete(caller.tenant(), id(call), caller.actor(), call.requestId())) {
            throw notFound();
        }
        return Answer.ok(Map.of("deleted", true));
    }

    private Project.View view(Call call, Project project) {
        Caller caller = call.caller();
        return project.view(
                projects.limits(caller.tenant(), caller.mode()), projects.installation());
    }

    private static void requireName(String name) {
        if (Text.isBlank(name)) {
            throw ApiError.invalidRequest("name must not be blank");
        }
    }

    private static void requireLive(Call call) {
        if (call.caller().mode() == Mode.TEST) {
            throw new ApiError(
                    ErrorCode.FORBIDDEN,
                    "projects cannot be created, changed or deleted in test mode, use a live API key");
        }
    }

    private static ProjectId id(Call call) {
        return ProjectId.parse(call.path("id")).orElseThrow(ProjectRoutes::notFound);
    }

    private static ApiError notFound() {
        return ApiError.notFound("Project not found");
    }
}
