package io.hookbridge.tenant.apikey;

import io.hookbridge.access.Caller;
import io.hookbridge.access.Environment;
import io.hookbridge.access.Permission;
import io.hookbridge.base.ApiKeyId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.JsonBody;
import io.hookbridge.http.Route;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code /v1/api-keys}: the keys of the caller's project, and new ones for others of the tenant.
 *
 * <p>Nobody can make a key that is stronger than he is: a new key has at most the permissions of
 * the caller, and a caller in test mode neither makes, sees nor deletes live keys.
 */
public final class ApiKeyRoutes {

    private final ApiKeys keys;

    public ApiKeyRoutes(ApiKeys keys) {
        this.keys = keys;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", "/v1/api-keys", Permission.READ, this::list).orSession(),
                Route.api("POST", "/v1/api-keys", Permission.MANAGE, this::create)
                        .members("label", "mode", "permissions", "project_id", "expires_at")
                        .orSession(),
                Route.api("DELETE", "/v1/api-keys/{id}", Permission.MANAGE, this::delete)
                        .exact()
                        .orSession());
    }

    private Answer list(Call call) {
        Caller caller = call.caller();
        return Answer.ok(
                keys.list(caller.project(), caller.mode()).stream()
                        .map(key -> key.view(null))
                        .toList());
    }

    private Answer create(Call call) {
        Caller caller = call.caller();
        JsonBody body = call.json();
        String label = body.text("label", ApiKey.MAX_LABEL).orElse(null);
        Mode mode = mode(body, caller);
        Set<Permission> permissions = permissions(body, caller);
        ApiKeys.Created created =
                keys.create(
                                environment(body, caller, mode),
                                KeyText.random(mode),
                                label,
                                permissions,
                                expiresAt(body),
                                caller.actor(),
                                call.requestId())
                        .orElseThrow(() ->
                                new ApiError(
                                        ErrorCode.FORBIDDEN,
                                        "a project can have at most "
                                                + ApiKey.MAX_PER_ENVIRONMENT
                                                + " API keys of each mode, delete one first"));
        return Answer.created(
                "/v1/api-keys/" + created.key().id(), created.key().view(created.text()));
    }

    /**
     * What the key is for, in the caller's own project unless he names another of the tenant; for a
     * caller in test there is no other.
     */
    private Environment environment(JsonBody body, Caller caller, Mode mode) {
        Optional<String> named = body.text("project_id");
        return named.map(ProjectId::parse)
                .orElse(Optional.of(caller.project()))
                .filter(caller::sees)
                .flatMap(project -> keys.environment(caller.tenant(), project, mode))
                .orElseThrow(ApiKeys::noProject);
    }

    private @Nullable Instant expiresAt(JsonBody body) {
        Instant at = body.time("expires_at").orElse(null);
        if (at != null && !keys.isAhead(at)) {
            throw ApiError.invalidRequest("expires_at must be in the future");
        }
        return at;
    }

    private static Mode mode(JsonBody body, Caller caller) {
        Mode mode =
                body.text("mode")
                        .map(word ->
                                Mode.of(word)
                                        .orElseThrow(() ->
                                                ApiError.invalidRequest(
                                                        "mode must be \"live\" or \"test\"")))
                        .orElse(caller.mode());
        if (mode == Mode.LIVE && caller.mode() == Mode.TEST) {
            throw new ApiError(
                    ErrorCode.FORBIDDEN,
                    "a live key cannot be created in test mode, use a live API key");
        }
        return mode;
    }

    private static Set<Permission> permissions(JsonBody body, Caller caller) {
        List<String> words = body.texts("permissions").orElse(null);
        if (words == null) {
            return caller.permissions();
        }
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (String word : words) {
            permissions.add(
                    Permission.of(word)
                            .orElseThrow(() ->
                                    ApiError.invalidRequest(
                                            "permissions may hold \"send\", \"read\", \"manage\" and"
                                                    + " \"billing\"")));
        }
        if (permissions.isEmpty()) {
            throw ApiError.invalidRequest("permissions must not be empty");
        }
        if (!caller.permissions().containsAll(permissions)) {
            throw new ApiError(
                    ErrorCode.FORBIDDEN,
                    "an API key cannot be created with permissions that its maker lacks");
        }
        return permissions;
    }

    private Answer delete(Call call) {
        Caller caller = call.caller();
        ApiKeys.Deletion deletion =
                ApiKeyId.parse(call.path("id"))
                        .map(id ->
                                keys.delete(
                                        caller.tenant(),
                                        caller.project(),
                                        id,
                                        caller.mode(),
                                        caller.actor(),
                                        call.requestId()))
                        .orElse(ApiKeys.Deletion.NOT_FOUND);
        return switch (deletion) {
            case DELETED -> Answer.ok(Map.of("deleted", true));
            case NOT_FOUND -> throw ApiError.notFound("API key not found");
            case LAST_MANAGER ->
                    throw new ApiError(
                            ErrorCode.CANNOT_DELETE_LAST_KEY,
                            "this is the last API key that may manage keys and projects, create another"
                                    + " one first");
        };
    }
}
