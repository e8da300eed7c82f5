package io.hookbridge.app;

import io.hookbridge.app.config.Role;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.http.Route;
import io.hookbridge.inbound.endpoint.EndpointPresets;
import io.hookbridge.inbound.endpoint.InboundEndpointRoutes;
import io.hookbridge.inbound.endpoint.InboundEndpoints;
import io.hookbridge.inbound.endpoint.InboundGates;
import io.hookbridge.inbound.endpoint.IngestUrl;
import io.hookbridge.inbound.endpoint.StreamUrl;
import io.hookbridge.inbound.receive.ReceiveMessages;
import io.hookbridge.inbound.receive.ReceiveRoutes;
import io.hookbridge.inbound.receive.RecordRejections;
import io.hookbridge.inbound.receive.RejectionRoutes;
import io.hookbridge.inbound.receive.ReplayRepeated;
import io.hookbridge.inbound.receive.StoreReceived;
import io.hookbridge.inbound.verify.coded.CheckCoded;
import io.hookbridge.inbound.verify.coded.ProviderKeys;
import io.hookbridge.inbound.verify.preset.Presets;
import io.hookbridge.message.action.Replays;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The parts of the server that webhooks are received with. */
final class Inbound implements Part {

    private static final Duration RECORD_REJECTIONS = Duration.ofSeconds(1);

    /** An address may ask for so many endpoints that do not exist at once, and in a minute. */
    private static final int STRANGERS = 60;

    private final Core core;
    private final InboundEndpoints endpoints;
    private final RecordRejections rejections;
    private final List<Route> api = new ArrayList<>();
    private final List<Route> receive = new ArrayList<>();

    Inbound(Core core, Engine engine, IngestUrl ingest, StreamUrl stream) {
        this.core = core;
        var jdbi = core.storage.database().jdbi();
        EndpointPresets presets =
                new EndpointPresets(Presets.shipped(), new CheckCoded(ProviderKeys.NONE, Set.of()));
        InboundGates gates = new InboundGates(jdbi, core.storage.secrets(), presets, core.changes);
        endpoints =
                new InboundEndpoints(
                        jdbi,
                        core.storage.secrets(),
                        engine.urls,
                        ingest,
                        engine.room,
                        engine.targets,
                        gates,
                        presets,
                        core.ids,
                        core.clock);
        rejections = new RecordRejections(jdbi, core.ids, core.meters);
        ReceiveMessages messages =
                new ReceiveMessages(
                        gates,
                        ingest,
                        core.allowances,
                        new TokenBuckets<>(STRANGERS, STRANGERS, System::nanoTime),
                        received(engine),
                        rejections,
                        core.meters);
        api.addAll(new InboundEndpointRoutes(endpoints, ingest, stream).routes());
        api.addAll(new RejectionRoutes(jdbi).routes());
        receive.addAll(new ReceiveRoutes(messages, core.requestLimits, core.clock).routes());
    }

    private StoreReceived received(Engine engine) {
        Replays replays =
                new Replays(core.storage.database().jdbi(), core.ids, core.clock, engine::due);
        return new StoreReceived(
                core.storage.secrets(),
                engine.targets,
                engine.intake,
                new ReplayRepeated(core.storage.database().jdbi(), replays),
                core.clock,
                core.meters);
    }

    /** Those that receive, whatever becomes of what they do. */
    InboundEndpoints endpoints() {
        return endpoints;
    }

    @Override
    public List<Route> routes(Set<Role> roles) {
        List<Route> routes = new ArrayList<>();
        if (roles.contains(Role.API)) {
            routes.addAll(api);
        }
        if (roles.contains(Role.RECEIVE)) {
            routes.addAll(receive);
        }
        return routes;
    }

    @Override
    public List<Loop> loops(Set<Role> roles) {
        return roles.contains(Role.RECEIVE)
                ? List.of(
                        new Loop(
                                "rejections",
                                RECORD_REJECTIONS,
                                () -> rejections.step(core.clock.instant())))
                : List.of();
    }

    /** Writes down what was refused in the last second. */
    @Override
    public void stop() {
        rejections.finish();
    }
}
