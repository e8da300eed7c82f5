package io.hookbridge.inbound.listen;

import io.hookbridge.access.Permission;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.Ticker;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Route;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.endpoint.InboundEndpoints;
import io.hookbridge.inbound.endpoint.InboundMode;
import io.hookbridge.tenant.apikey.KeyText;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** {@code /v1/listen} and {@code /v1/inbound-endpoints/{id}/listen}: for whoever listens. */
public final class ListenRoutes {

    static final String STREAM = "/v1/listen";
    static final String POLL = "/v1/inbound-endpoints/{id}/listen";

    private static final int MAX_WAIT_SECONDS = 30;

    /** The official client can neither be stopped nor read anything else meanwhile. */
    private static final int USUAL_WAIT_SECONDS = 5;

    private static final int USUAL_WINDOW = 8;
    private static final int MAX_WINDOW = 64;

    private static final Duration RETRY = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final InboundEndpoints endpoints;
    private final Listeners listeners;
    private final Poll poll;

    public ListenRoutes(InboundEndpoints endpoints, Listeners listeners, Ticker ticker) {
        this.endpoints = endpoints;
        this.listeners = listeners;
        this.poll = new Poll(listeners, ticker);
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", POLL, Permission.READ, Route.waiting(this::poll))
                        .query("after", "wait"),
                Route.api("GET", STREAM, Permission.READ, Route.upgrading(this::stream))
                        .query("endpoint_id", "window", "confirm"));
    }

    private InboundEndpoint endpoint(Call call, String id) {
        InboundEndpoint endpoint =
                endpoints.get(
                        call.caller().environment().id(),
                        InboundEndpointId.parse(id)
                                .orElseThrow(() -> ApiError.notFound("Endpoint not found")));
        if (endpoint.mode() != InboundMode.CLI) {
            throw Rights.notListenedTo();
        }
        return endpoint;
    }

    private static Line line(InboundEndpoint endpoint) {
        return new Line(endpoint.environment(), endpoint.id());
    }

    /** With which the call was let in. */
    private static KeyText key(Call call) {
        return call.header("Authorization")
                .map(value -> value.substring(value.indexOf(' ') + 1).strip())
                .flatMap(KeyText::parse)
                .orElseThrow(() -> new IllegalStateException("a call without a key was let in"));
    }

    private CompletionStage<Answer> poll(Call call) {
        int wait = call.queryInteger("wait", 0, MAX_WAIT_SECONDS).orElse(USUAL_WAIT_SECONDS);
        PollCursor after =
                call.query("after")
                        .map(text -> PollCursor.parse(text).orElseThrow(Poll::notOfThisLine))
                        .orElse(null);
        InboundEndpoint endpoint = endpoint(call, call.path("id"));
        return poll.ask(
                        call,
                        line(endpoint),
                        endpoint.tenant(),
                        after,
                        Duration.ofSeconds(wait),
                        key(call))
                .thenApply(given -> {
                    Map<String, Object> meta = new HashMap<>();
                    meta.put(
                            "next_cursor",
                            given.entries().isEmpty()
                                    ? null
                                    : PollCursor.of(given.entries().getLast()).toString());
                    return Answer.ok(Poll.members(given)).meta(meta);
                });
    }

    private Answer stream(Call call) {
        String id =
                call.query("endpoint_id")
                        .orElseThrow(() -> ApiError.invalidRequest("endpoint_id is required"));
        ListenSession.Terms terms =
                new ListenSession.Terms(
                        call.queryInteger("window", 1, MAX_WINDOW).orElse(USUAL_WINDOW),
                        confirmsByResults(call));
        InboundEndpoint endpoint = endpoint(call, id);
        if (endpoint.paused()) {
            throw Rights.paused();
        }
        if (listeners.isEnded()) {
            throw new ApiError(ErrorCode.SERVICE_UNAVAILABLE, "this server is about to end")
                    .retryAfter(AT_ONCE);
        }
        String network = call.address().network();
        KeyText key = key(call);
        switch (listeners.places().take(endpoint.tenant(), network)) {
            case TAKEN -> {}
            case TENANT_FULL -> throw full("the tenant");
            case ADDRESS_FULL -> throw full("this address");
        }
        return new Answer.Upgrade(
                link ->
                        listeners.come(
                                line(endpoint), terms, endpoint.tenant(), network, key, link),
                () -> listeners.places().giveBack(endpoint.tenant(), network));
    }

    private static boolean confirmsByResults(Call call) {
        String word = call.query("confirm").orElse("pongs");
        if (!word.equals("pongs") && !word.equals("results")) {
            throw ApiError.invalidRequest("confirm must be pongs or results");
        }
        return word.equals("results");
    }

    private static ApiError full(String whose) {
        return new ApiError(
                        ErrorCode.TOO_MANY_LISTENERS,
                        whose + " has as many listeners on this server as it may have")
                .retryAfter(RETRY);
    }
}
