package io.hookbridge.pull.endpoint;

import io.hookbridge.access.Permission;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.IdCursor;
import io.hookbridge.http.Members;
import io.hookbridge.http.Route;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.endpoint.InboundEndpoints;
import io.hookbridge.inbound.endpoint.InboundFields;
import io.hookbridge.inbound.endpoint.InboundMode;
import io.hookbridge.inbound.endpoint.IngestUrl;
import io.hookbridge.pull.event.PullEvents;

import java.util.List;

/** {@code /v1/pull-endpoints}: those of the environment that the caller works for. */
public final class PullEndpointRoutes {

    private static final String ALL = "/v1/pull-endpoints";
    private static final String ONE = ALL + "/{id}";
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;

    private final InboundEndpoints endpoints;
    private final PullEndpointView view;
    private final PullEvents events;

    public PullEndpointRoutes(InboundEndpoints endpoints, IngestUrl ingest, PullEvents events) {
        this.endpoints = endpoints;
        this.view = new PullEndpointView(ingest);
        this.events = events;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", ALL, Permission.READ, this::list).query("limit", "cursor"),
                Route.api("POST", ALL, Permission.MANAGE, this::create)
                        .members(InboundFields.PULL_MEMBERS),
                Route.api("GET", ONE, Permission.READ, this::get),
                Route.api("PATCH", ONE, Permission.MANAGE, this::update)
                        .members(InboundFields.PULL_MEMBERS),
                Route.api("DELETE", ONE, Permission.MANAGE, this::delete).exact(),
                Route.api("POST", ONE + "/pause", Permission.MANAGE, call -> pause(call, true)),
                Route.api("POST", ONE + "/resume", Permission.MANAGE, call -> pause(call, false)));
    }

    private Answer list(Call call) {
        int limit = call.queryInteger("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
        IdCursor before = IdCursor.of(call).orElse(null);
        IdCursor.Page<InboundEndpoint> page =
                IdCursor.page(
                        endpoints.list(
                                call.caller().environment().id(),
                                InboundMode.PULL,
                                before,
                                limit + 1),
                        limit,
                        endpoint -> endpoint.id().value());
        return Answer.ok(page.rows().stream().map(view::summary).toList()).meta(page.meta());
    }

    private Answer create(Call call) {
        InboundEndpoint created =
                endpoints
                        .create(
                                InboundFields.readPull(call.json()),
                                InboundMode.PULL,
                                call.caller(),
                                call.requestId())
                        .endpoint();
        return Answer.created(ALL + "/" + created.id(), view.created(created));
    }

    private Answer get(Call call) {
        InboundEndpoint endpoint = endpoint(call);
        return Answer.ok(
                view.counted(endpoint, events.counts(endpoint.environment(), endpoint.id())));
    }

    private Answer update(Call call) {
        InboundFields fields = InboundFields.readPull(call.json());
        return Answer.ok(
                view.whole(
                        endpoints
                                .update(
                                        endpoint(call).id(),
                                        fields,
                                        call.caller(),
                                        call.requestId())
                                .endpoint()));
    }

    private Answer delete(Call call) {
        InboundEndpointId id = endpoint(call).id();
        endpoints.delete(id, call.caller(), call.requestId());
        return Answer.ok(Members.of("id", id.toString(), "deleted", true));
    }

    private Answer pause(Call call, boolean paused) {
        InboundEndpointId id = endpoint(call).id();
        endpoints.pause(id, paused, call.caller(), call.requestId());
        return Answer.ok(Members.of("id", id.toString(), "paused", paused));
    }

    /**
     * The endpoint that the path names.
     *
     * @throws ApiError {@code NOT_FOUND} also for one that receives in another mode
     */
    private InboundEndpoint endpoint(Call call) {
        InboundEndpoint endpoint =
                endpoints.get(
                        call.caller().environment().id(),
                        InboundEndpointId.parse(call.path("id"))
                                .orElseThrow(PullEvents::noEndpoint));
        if (endpoint.mode() != InboundMode.PULL) {
            throw PullEvents.noEndpoint();
        }
        return endpoint;
    }
}
