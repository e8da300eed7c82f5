package io.hookbridge.inbound.endpoint;

import io.hookbridge.access.Permission;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.key.SigningKeyRoutes;
import io.hookbridge.delivery.target.TargetChange;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.IdCursor;
import io.hookbridge.http.Members;
import io.hookbridge.http.Route;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code /v1/inbound-endpoints}: those of the environment that the caller works for. */
public final class InboundEndpointRoutes {

    private static final String ALL = "/v1/inbound-endpoints";
    private static final String ONE = ALL + "/{id}";
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;

    private final InboundEndpoints endpoints;
    private final InboundEndpointView view;
    private final SigningKeyRoutes<InboundEndpointId> keys;

    public InboundEndpointRoutes(InboundEndpoints endpoints, IngestUrl ingest, StreamUrl stream) {
        this.endpoints = endpoints;
        this.view = new InboundEndpointView(ingest, stream, endpoints.retries());
        this.keys =
                new SigningKeyRoutes<>(
                        ALL, InboundEndpointRoutes::id, TargetId::of, endpoints.keys());
    }

    public List<Route> routes() {
        return Stream.concat(
                        Stream.of(
                                Route.api("GET", ALL, Permission.READ, this::list)
                                        .query("limit", "cursor"),
                                Route.api("POST", ALL, Permission.MANAGE, this::create)
                                        .members(InboundFields.MEMBERS),
                                Route.api("GET", ONE, Permission.READ, this::get),
                                Route.api("PATCH", ONE, Permission.MANAGE, this::update)
                                        .members(InboundFields.MEMBERS),
                                Route.api("DELETE", ONE, Permission.MANAGE, this::delete).exact(),
                                Route.api("POST", ONE + "/pause", Permission.MANAGE, this::pause),
                                Route.api(
                                        "POST", ONE + "/resume", Permission.MANAGE, this::resume)),
                        keys.routes().stream())
                .toList();
    }

    private Answer list(Call call) {
        int limit = call.queryInteger("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
        IdCursor before = IdCursor.of(call).orElse(null);
        IdCursor.Page<InboundEndpoint> page =
                IdCursor.page(
                        endpoints.list(call.caller().environment().id(), null, before, limit + 1),
                        limit,
                        endpoint -> endpoint.id().value());
        return Answer.ok(
                        page.rows().stream()
                                .map(endpoint -> view.summary(endpoint, call.caller()))
                                .toList())
                .meta(page.meta());
    }

    private Answer create(Call call) {
        InboundFields fields = InboundFields.read(call.json());
        InboundEndpoints.Changed created =
                endpoints.create(fields, InboundMode.FORWARD, call.caller(), call.requestId());
        return Answer.created(
                ALL + "/" + created.endpoint().id(), view.created(created, call.caller()));
    }

    private Answer get(Call call) {
        return Answer.ok(
                view.whole(
                        endpoints.get(call.caller().environment().id(), id(call)), call.caller()));
    }

    private Answer update(Call call) {
        InboundFields fields = InboundFields.read(call.json());
        Map<String, Object> json =
                view.changed(
                        endpoints.update(id(call), fields, call.caller(), call.requestId()),
                        call.caller());
        // One generation of SDKs reads this member, another the whole endpoint.
        json.put("updated", true);
        return Answer.ok(json);
    }

    private Answer delete(Call call) {
        InboundEndpointId id = id(call);
        endpoints.delete(id, call.caller(), call.requestId());
        return Answer.ok(Members.of("id", id.toString(), "deleted", true));
    }

    private Answer pause(Call call) {
        return paused(call, true);
    }

    private Answer resume(Call call) {
        return paused(call, false);
    }

    private Answer paused(Call call, boolean paused) {
        InboundEndpointId id = id(call);
        endpoints.pause(id, paused, call.caller(), call.requestId());
        return Answer.ok(Members.of("id", id.toString(), "paused", paused));
    }

    private static InboundEndpointId id(Call call) {
        return InboundEndpointId.parse(call.path("id")).orElseThrow(TargetChange::notFound);
    }
}
