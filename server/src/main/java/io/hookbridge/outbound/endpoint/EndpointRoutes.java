package io.hookbridge.outbound.endpoint;

import io.hookbridge.access.Permission;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.key.SigningKey;
import io.hookbridge.delivery.key.SigningKeyRoutes;
import io.hookbridge.delivery.signing.SigningSecret;
import io.hookbridge.delivery.target.TargetChange;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.IdCursor;
import io.hookbridge.http.Route;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** {@code /v1/endpoints}: the endpoints of the environment that the caller works for. */
public final class EndpointRoutes {

    private static final String ALL = "/v1/endpoints";
    private static final String ONE = ALL + "/{id}";
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;

    /** Of a new endpoint alone. */
    private static final String SIGNING_SECRET = "signing_secret";

    private static final List<String> MEMBERS =
            Stream.concat(EndpointFields.MEMBERS.stream(), Stream.of(SIGNING_SECRET)).toList();

    /** A week: long enough to give a receiver the new secret. */
    private static final int MOST_OVERLAP_HOURS = 168;

    private final Endpoints endpoints;
    private final SigningKeyRoutes<EndpointId> keys;
    private final Function<Endpoint, ? extends Optional<?>> deliveryState;

    /**
     * @param deliveryState how deliveries to an endpoint go on this node just now, something that
     *     can be written as JSON; empty if nothing is known
     */
    public EndpointRoutes(
            Endpoints endpoints, Function<Endpoint, ? extends Optional<?>> deliveryState) {
        this.endpoints = endpoints;
        this.keys = new SigningKeyRoutes<>(ALL, EndpointRoutes::id, TargetId::of, endpoints.keys());
        this.deliveryState = deliveryState;
    }

    public List<Route> routes() {
        return Stream.concat(
                        Stream.of(
                                Route.api("GET", ALL, Permission.READ, this::list)
                                        .query("limit", "cursor"),
                                Route.api("POST", ALL, Permission.MANAGE, this::create)
                                        .members(MEMBERS),
                                Route.api("GET", ONE, Permission.READ, this::get),
                                Route.api("PATCH", ONE, Permission.MANAGE, this::update)
                                        .members(EndpointFields.MEMBERS),
                                Route.api("DELETE", ONE, Permission.MANAGE, this::delete).exact(),
                                Route.api("POST", ONE + "/pause", Permission.MANAGE, this::pause),
                                Route.api("POST", ONE + "/resume", Permission.MANAGE, this::resume),
                                Route.api(
                                                "POST",
                                                ONE + "/rotate-secret",
                                                Permission.MANAGE,
                                                this::rotate)
                                        .members("overlap_hours")
                                        .exact()),
                        keys.routes().stream())
                .toList();
    }

    private Answer list(Call call) {
        int limit = call.queryInteger("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
        IdCursor before = IdCursor.of(call).orElse(null);
        IdCursor.Page<Endpoint> page =
                IdCursor.page(
                        endpoints.list(call.caller().environment().id(), before, limit + 1),
                        limit,
                        endpoint -> endpoint.id().value());
        return Answer.ok(page.rows().stream().map(EndpointView::summary).toList())
                .meta(page.meta());
    }

    private Answer create(Call call) {
        EndpointFields fields = EndpointFields.read(call.json());
        SigningSecret brought =
                call.json().text(SIGNING_SECRET).map(EndpointRoutes::secret).orElse(null);
        Endpoints.Created created =
                endpoints.create(fields, brought, call.caller(), call.requestId());
        return Answer.created(
                ALL + "/" + created.endpoint().id(),
                EndpointView.withKey(created.endpoint(), created.key()));
    }

    private static SigningSecret secret(String text) {
        return SigningSecret.brought(text)
                .orElseThrow(() ->
                        ApiError.invalidRequest(
                                SIGNING_SECRET
                                        + " must be whsec_ and the Base64 of 24 to 64 bytes"));
    }

    private Answer get(Call call) {
        Endpoint endpoint = endpoints.get(call.caller().environment().id(), id(call));
        Map<String, Object> json = EndpointView.whole(endpoint);
        deliveryState.apply(endpoint).ifPresent(state -> json.put("delivery", state));
        return Answer.ok(json);
    }

    private Answer update(Call call) {
        EndpointId id = id(call);
        if (call.json().text(SIGNING_SECRET).isPresent()) {
            throw ApiError.invalidRequest(
                    SIGNING_SECRET + " is for new endpoints; POST " + ALL + "/{id}/rotate-secret");
        }
        EndpointFields fields = EndpointFields.read(call.json());
        Endpoints.Changed changed = endpoints.update(id, fields, call.caller(), call.requestId());
        Map<String, Object> json =
                changed.newKey()
                        .map(key -> EndpointView.withKey(changed.endpoint(), key))
                        .orElseGet(() -> EndpointView.whole(changed.endpoint()));
        // One generation of SDKs reads this member, the other the whole endpoint.
        json.put("updated", true);
        return Answer.ok(json);
    }

    private Answer delete(Call call) {
        endpoints.delete(id(call), call.caller(), call.requestId());
        return Answer.ok(Map.of("deleted", true));
    }

    private Answer pause(Call call) {
        EndpointId id = id(call);
        endpoints.pause(id, call.caller(), call.requestId());
        return Answer.ok(pausedView(id, true));
    }

    private Answer resume(Call call) {
        EndpointId id = id(call);
        long requeued = endpoints.resume(id, call.caller(), call.requestId());
        Map<String, Object> json = pausedView(id, false);
        json.put("messages_requeued", requeued);
        return Answer.ok(json);
    }

    private Answer rotate(Call call) {
        EndpointId endpoint = id(call);
        int hours = call.json().integer("overlap_hours", 0, MOST_OVERLAP_HOURS).orElse(0);
        SigningKey.Rotated rotated =
                endpoints
                        .keys()
                        .rotate(
                                TargetId.of(endpoint),
                                Duration.ofHours(hours),
                                call.caller(),
                                call.requestId());
        return Answer.created(
                keys.place(endpoint, rotated.key()), EndpointView.rotated(endpoint, rotated));
    }

    private static Map<String, Object> pausedView(EndpointId id, boolean paused) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id.toString());
        json.put("paused", paused);
        return json;
    }

    private static EndpointId id(Call call) {
        return EndpointId.parse(call.path("id")).orElseThrow(TargetChange::notFound);
    }
}
