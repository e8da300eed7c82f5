package io.hookbridge.app;

import io.hookbridge.http.Route;
import io.hookbridge.net.AddressRules;
import io.hookbridge.net.HostLookup;
import io.hookbridge.net.TargetCheck;
import io.hookbridge.outbound.endpoint.DeliveryTargets;
import io.hookbridge.outbound.endpoint.EndpointRoutes;
import io.hookbridge.outbound.endpoint.Endpoints;
import io.hookbridge.outbound.message.QueuedMessages;

import java.util.List;
import java.util.Optional;

/** The parts of the server that webhooks are sent with. */
final class Outbound {

    private final Endpoints endpoints;

    private Outbound(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    static Outbound of(Core core) {
        var jdbi = core.storage.database().jdbi();
        AddressRules reachable = new AddressRules(List.of());
        DeliveryTargets targets =
                new DeliveryTargets(jdbi, core.storage.secrets(), core.changes, core.ids);
        return new Outbound(
                new Endpoints(
                        jdbi,
                        core.storage.secrets(),
                        new TargetCheck(reachable, HostLookup.ofSystem()),
                        core.allowances::of,
                        targets,
                        core.ids,
                        core.clock,
                        new Endpoints.Deliveries(new QueuedMessages(jdbi)::of, _ -> {})));
    }

    List<Route> routes() {
        return new EndpointRoutes(endpoints, _ -> Optional.empty()).routes();
    }
}
