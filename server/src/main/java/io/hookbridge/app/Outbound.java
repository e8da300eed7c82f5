package io.hookbridge.app;

import io.hookbridge.app.config.Role;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.Notifications;
import io.hookbridge.delivery.Delivery;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.http.Route;
import io.hookbridge.message.MessageStore;
import io.hookbridge.net.AddressRules;
import io.hookbridge.net.Limits;
import io.hookbridge.net.TargetCheck;
import io.hookbridge.net.client.TargetClient;
import io.hookbridge.net.dns.DnsLookup;
import io.hookbridge.outbound.endpoint.EndpointRoutes;
import io.hookbridge.outbound.endpoint.EndpointTargets;
import io.hookbridge.outbound.endpoint.Endpoints;
import io.hookbridge.outbound.endpoint.ExpireSigningKeys;
import io.hookbridge.outbound.send.AcceptMessages;
import io.hookbridge.outbound.send.SendRoutes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parts of the server that webhooks are sent with. */
final class Outbound implements Part {

    /** A node that died or hangs delays its messages by this much. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    private static final Duration EXPIRE_KEYS = Duration.ofSeconds(5);

    /** Messages on their way may take an eighth of the heap, and no more than this. */
    private static final long MOST_BYTES = 256L * 1024 * 1024;

    private final Core core;
    private final DnsLookup names;
    private final TargetClient client;
    private final Delivery delivery;
    private final AcceptMessages messages;
    private final ExpireSigningKeys expireKeys;
    private final List<Route> routes = new ArrayList<>();

    Outbound(Core core) {
        this.core = core;
        var jdbi = core.storage.database().jdbi();
        AddressRules reachable = new AddressRules(core.configuration.messages().allowedTargets());
        DeliveryTargets targets =
                new DeliveryTargets(
                        new EndpointTargets(jdbi, core.storage.secrets(), core.ids), core.changes);
        names = DnsLookup.ofSystem();
        client = new TargetClient(reachable, names, Limits.DELIVERY);
        client.watch(core.meters);
        delivery =
                new Delivery(
                        jdbi,
                        core.storage.secrets(),
                        new Notifications(core.storage.database(), "messages_due"),
                        targets,
                        client,
                        core.allowances,
                        core.ids,
                        core.clock,
                        System::nanoTime,
                        core.meters,
                        new Delivery.Settings(
                                LEASE,
                                Limits.DELIVERY.longest(),
                                Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 8),
                                "HookBridge"));
        messages =
                new AcceptMessages(
                        jdbi,
                        core.storage.secrets(),
                        targets,
                        core.allowances,
                        delivery,
                        core.clock,
                        core.meters);
        Endpoints endpoints =
                new Endpoints(
                        jdbi,
                        core.storage.secrets(),
                        new TargetCheck(reachable, names),
                        core.allowances::of,
                        targets,
                        core.ids,
                        core.clock,
                        new Endpoints.Deliveries(
                                (environment, endpoint) ->
                                        new MessageStore(jdbi)
                                                .queued(
                                                        environment,
                                                        endpoint,
                                                        core.clock.instant()),
                                endpoint -> delivery.due(TargetId.of(endpoint))));
        expireKeys = new ExpireSigningKeys(jdbi, core.ids, core.clock);
        routes.addAll(new SendRoutes(messages, core.requestLimits, core.clock).routes());
        routes.addAll(new EndpointRoutes(endpoints, this::deliveryState).routes());
    }

    /** The live state of an endpoint's deliveries as callers see it. */
    private Optional<Map<String, Object>> deliveryState(EndpointId endpoint) {
        return delivery.state(TargetId.of(endpoint))
                .map(state -> {
                    Map<String, Object> view = new LinkedHashMap<>();
                    view.put("concurrency", state.concurrency());
                    view.put("in_flight", state.inFlight());
                    view.put("waiting", state.waiting());
                    view.put("backlog", state.backlog());
                    return view;
                });
    }

    @Override
    public List<Route> routes(Set<Role> roles) {
        return roles.contains(Role.API) ? List.copyOf(routes) : List.of();
    }

    /** Tells that messages of {@code target} have become due in the database. */
    void due(TargetId target) {
        delivery.due(target);
    }

    /** Messages were deleted that a server may have in its hands. */
    void marked() {
        delivery.marked();
    }

    @Override
    public List<Loop> loops(Set<Role> roles) {
        return roles.contains(Role.JOBS)
                ? List.of(new Loop("signing-keys", EXPIRE_KEYS, expireKeys::step))
                : List.of();
    }

    @Override
    public void start() {
        if (core.configuration.roles().contains(Role.DELIVER)) {
            delivery.start(core.storage.isOwn());
        }
    }

    /** Stores and delivers what was accepted. */
    @Override
    public void stop() {
        messages.close();
        delivery.stop();
        client.close();
        names.close();
    }
}
