package io.hookbridge.app;

import io.hookbridge.app.config.Role;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.console.source.SourceDesk;
import io.hookbridge.db.Notifications;
import io.hookbridge.http.Route;
import io.hookbridge.inbound.endpoint.EndpointsOfPresets;
import io.hookbridge.inbound.endpoint.InboundEndpointRoutes;
import io.hookbridge.inbound.endpoint.InboundEndpoints;
import io.hookbridge.inbound.endpoint.InboundGates;
import io.hookbridge.inbound.endpoint.IngestUrl;
import io.hookbridge.inbound.endpoint.StreamUrl;
import io.hookbridge.inbound.endpoint.TakeSecrets;
import io.hookbridge.inbound.listen.ListenRoutes;
import io.hookbridge.inbound.listen.Listeners;
import io.hookbridge.inbound.log.ReceivedRequests;
import io.hookbridge.inbound.preset.OwnPresets;
import io.hookbridge.inbound.preset.PresetRoutes;
import io.hookbridge.inbound.receive.ObeyHandshakes;
import io.hookbridge.inbound.receive.ReceiveMessages;
import io.hookbridge.inbound.receive.ReceiveRoutes;
import io.hookbridge.inbound.receive.RecordRejections;
import io.hookbridge.inbound.receive.RejectionLog;
import io.hookbridge.inbound.receive.RejectionRoutes;
import io.hookbridge.inbound.receive.SettleRepetitions;
import io.hookbridge.inbound.receive.StoreReceived;
import io.hookbridge.insight.log.MessageLog;
import io.hookbridge.insight.metric.ReadCounts;
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
    private final SourceDesk desk;
    private final Listeners listeners;
    private final RecordRejections rejections;
    private final List<Route> api = new ArrayList<>();
    private final List<Route> receive = new ArrayList<>();

    Inbound(Core core, Engine engine, IngestUrl ingest, StreamUrl stream) {
        this.core = core;
        var jdbi = core.storage.database().jdbi();
        InboundGates gates =
                new InboundGates(
                        core.storage.database().messages(),
                        core.storage.secrets(),
                        ingest,
                        engine.presets,
                        core.changes);
        endpoints =
                new InboundEndpoints(
                        jdbi,
                        core.storage.secrets(),
                        core.configuration.messages().retries(),
                        engine.urls,
                        ingest,
                        engine.room,
                        engine.targets,
                        gates,
                        engine.presets,
                        core.ids,
                        core.clock);
        OwnPresets presets =
                new OwnPresets(
                        jdbi,
                        engine.projectPresets,
                        new EndpointsOfPresets(jdbi, core.storage.secrets(), gates, engine.targets),
                        core.ids,
                        core.clock);
        Replays replays = new Replays(jdbi, core.ids, core.clock, engine::due);
        var reading = core.storage.database().reading();
        RejectionLog rejectionLog = new RejectionLog(reading);
        desk =
                new SourceDesk(
                        endpoints,
                        presets,
                        ingest,
                        new MessageLog(core.reads.jdbi()),
                        new ReadCounts(core.reads.jdbi(), core.clock),
                        new ReceivedRequests(
                                reading, core.storage.secrets(), core.coldPayloads, core.clock),
                        rejectionLog,
                        replays);
        rejections = new RecordRejections(jdbi, core.ids, core.meters);
        listeners =
                new Listeners(
                        jdbi,
                        core.storage.secrets(),
                        core.apiKeys,
                        gates,
                        core.configuration.messages().listeners(),
                        // Another name than in 0.1.0, whose servers cannot read what is told now.
                        new Notifications(core.storage.database(), "listen_line_received"),
                        core.coldPayloads,
                        core.ids,
                        core.clock,
                        System::nanoTime,
                        core.meters);
        ReceiveMessages messages =
                new ReceiveMessages(
                        gates,
                        core.allowances,
                        new TokenBuckets<>(STRANGERS, STRANGERS, System::nanoTime),
                        received(engine, replays),
                        rejections,
                        new ObeyHandshakes(
                                new TakeSecrets(
                                        jdbi,
                                        core.storage.secrets(),
                                        gates,
                                        engine.targets,
                                        core.ids),
                                engine.providers),
                        core.meters);
        api.addAll(new InboundEndpointRoutes(endpoints, ingest, stream).routes());
        api.addAll(new RejectionRoutes(rejectionLog).routes());
        api.addAll(new PresetRoutes(presets).routes());
        api.addAll(new ListenRoutes(endpoints, listeners, System::nanoTime).routes());
        receive.addAll(new ReceiveRoutes(messages, core.requestLimits, core.clock).routes());
    }

    private StoreReceived received(Engine engine, Replays replays) {
        return new StoreReceived(
                core.storage.secrets(),
                engine.targets,
                engine.intake,
                new SettleRepetitions(core.storage.database().jdbi(), replays),
                rejections,
                endpoint -> listeners.received(endpoint.environment(), endpoint.id()),
                core.clock,
                core.meters);
    }

    /** What the console shows of sources. */
    SourceDesk desk() {
        return desk;
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
        List<Loop> loops = new ArrayList<>();
        if (roles.contains(Role.RECEIVE)) {
            loops.add(
                    new Loop(
                            "rejections",
                            RECORD_REJECTIONS,
                            () -> rejections.step(core.clock.instant())));
        }
        if (roles.contains(Role.API)) {
            loops.add(new Loop("listeners", Listeners.EVERY, listeners::step));
        }
        return loops;
    }

    @Override
    public void start() {
        if (core.configuration.roles().contains(Role.API)) {
            listeners.start();
        }
    }

    /** From now on nobody listens here, or waits for something to listen to. */
    void stopping() {
        listeners.end();
    }

    /** Writes down what was refused in the last second, and what was taken. */
    @Override
    public void stop() {
        listeners.close();
        rejections.finish();
    }
}
