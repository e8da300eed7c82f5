package io.hookbridge.insight.metric;

import io.hookbridge.access.Permission;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.outbound.endpoint.EndpointRoutes;
import io.hookbridge.outbound.endpoint.Endpoints;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code GET /v1/endpoints/{id}/health}: how deliveries to an endpoint go just now, and what became
 * of the messages of the last hour.
 */
public final class EndpointHealthRoutes {

    private final Endpoints endpoints;
    private final Function<EndpointId, ? extends Optional<?>> deliveryState;
    private final ReadCounts counts;

    /**
     * @param deliveryState how deliveries to an endpoint go on this node just now, something that
     *     can be written as JSON; empty if nothing is known
     */
    public EndpointHealthRoutes(
            Endpoints endpoints,
            Function<EndpointId, ? extends Optional<?>> deliveryState,
            ReadCounts counts) {
        this.endpoints = endpoints;
        this.deliveryState = deliveryState;
        this.counts = counts;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", "/v1/endpoints/{id}/health", Permission.READ, this::health));
    }

    private Answer health(Call call) {
        EnvironmentId environment = call.caller().environment().id();
        EndpointId id = endpoints.get(environment, EndpointRoutes.id(call)).id();
        Counts hour = counts.total(environment, id, Window.HOUR);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", id.toString());
        deliveryState.apply(id).ifPresent(state -> view.put("delivery", state));
        Map<String, Object> messages = new LinkedHashMap<>();
        messages.put("succeeded", hour.succeeded());
        messages.put("retrying", hour.retrying());
        messages.put("failed", hour.failed());
        view.put("last_hour", messages);
        return Answer.ok(view);
    }
}
