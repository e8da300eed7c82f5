package io.hookbridge.app;

import io.hookbridge.app.config.Role;
import io.hookbridge.base.TargetId;
import io.hookbridge.console.endpoint.EndpointDesk;
import io.hookbridge.console.playground.PlaygroundDesk;
import io.hookbridge.delivery.Delivery;
import io.hookbridge.http.Route;
import io.hookbridge.insight.health.ReadHealth;
import io.hookbridge.insight.log.MessageLog;
import io.hookbridge.insight.metric.DueMessages;
import io.hookbridge.insight.metric.ReadCounts;
import io.hookbridge.message.MadeFromStore;
import io.hookbridge.message.MessageStore;
import io.hookbridge.outbound.endpoint.Endpoint;
import io.hookbridge.outbound.endpoint.EndpointRoutes;
import io.hookbridge.outbound.endpoint.Endpoints;
import io.hookbridge.outbound.send.AcceptMessages;
import io.hookbridge.outbound.send.SendAnew;
import io.hookbridge.outbound.send.SendRepeatedly;
import io.hookbridge.outbound.send.SendRoutes;
import io.hookbridge.outbound.send.SendTestEvent;
import io.hookbridge.outbound.trial.TrialReceiver;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parts of the server that webhooks are sent with. */
final class Outbound implements Part {

    private final Engine engine;
    private final DueMessages dueMessages;
    private final InstantSource clock;
    final TrialReceiver receiver;
    final SendTestEvent testEvent;
    final SendAnew anew;
    private final EndpointDesk desk;
    private final PlaygroundDesk playground;
    private final List<Route> routes = new ArrayList<>();

    /**
     * @param publicUrl where this installation is reached
     */
    Outbound(Core core, Engine engine, URI publicUrl) {
        this.engine = engine;
        var jdbi = core.storage.database().jdbi();
        var reading = core.storage.database().reading();
        dueMessages = new DueMessages(reading);
        clock = core.clock;
        AcceptMessages messages =
                new AcceptMessages(
                        core.storage.secrets(),
                        engine.targets,
                        core.allowances,
                        engine.intake,
                        core.clock);
        Endpoints endpoints =
                new Endpoints(
                        jdbi,
                        core.storage.secrets(),
                        core.configuration.messages().retries(),
                        engine.urls,
                        engine.room,
                        engine.targets,
                        core.ids,
                        core.clock,
                        new Endpoints.Deliveries(
                                (environment, endpoint) ->
                                        new MessageStore(jdbi)
                                                .queued(
                                                        environment,
                                                        endpoint,
                                                        core.clock.instant()),
                                endpoint -> engine.due(TargetId.of(endpoint))));
        receiver = new TrialReceiver(jdbi, endpoints, engine.targets, publicUrl, core.clock);
        testEvent = new SendTestEvent(messages, core.requestLimits, core.clock);
        anew = new SendAnew(messages, core.requestLimits, new MadeFromStore(jdbi), core.clock);
        routes.addAll(receiver.routes());
        desk =
                new EndpointDesk(
                        endpoints,
                        new ReadHealth(core.reads.jdbi(), core.clock),
                        new ReadCounts(core.reads.jdbi(), core.clock),
                        endpoint -> engine.delivery.state(TargetId.of(endpoint)),
                        this::timeToDrain,
                        testEvent);
        playground =
                new PlaygroundDesk(
                        endpoints,
                        new SendRepeatedly(messages, core.requestLimits, core.clock),
                        receiver,
                        new MessageLog(reading));
        routes.addAll(
                new SendRoutes(messages, core.requestLimits, core.clock, engine.traces).routes());
        routes.addAll(new EndpointRoutes(endpoints, this::deliveryState).routes());
    }

    /** What the console shows of endpoints, and does with them. */
    EndpointDesk desk() {
        return desk;
    }

    /** What the console sends with. */
    PlaygroundDesk playground() {
        return playground;
    }

    /** The live state of an endpoint's deliveries as callers see it. */
    private Optional<Map<String, Object>> deliveryState(Endpoint endpoint) {
        return engine.delivery
                .state(TargetId.of(endpoint.id()))
                .map(state -> {
                    Map<String, Object> view = new LinkedHashMap<>();
                    view.put("concurrency", state.concurrency());
                    view.put("in_flight", state.inFlight());
                    view.put("waiting", state.waiting());
                    view.put("backlog", state.backlog());
                    dueMessages
                            .oldest(
                                    endpoint.environment(),
                                    TargetId.of(endpoint.id()),
                                    clock.instant())
                            .ifPresent(since -> view.put("oldest_due_at", since));
                    timeToDrain(endpoint, state)
                            .ifPresent(time -> view.put("drains_in_seconds", time.toSeconds()));
                    return view;
                });
    }

    /** Empty if nothing that is due waits, or may go, or none has been delivered lately. */
    private Optional<Duration> timeToDrain(Endpoint endpoint, Delivery.State state) {
        if (endpoint.paused() != null) {
            return Optional.empty();
        }
        int due =
                state.waiting()
                        + dueMessages.count(
                                endpoint.environment(),
                                TargetId.of(endpoint.id()),
                                clock.instant());
        return due == 0 ? Optional.empty() : state.timeFor(due);
    }

    @Override
    public List<Route> routes(Set<Role> roles) {
        return roles.contains(Role.API) ? List.copyOf(routes) : List.of();
    }
}
