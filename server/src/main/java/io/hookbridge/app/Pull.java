package io.hookbridge.app;

import io.hookbridge.app.config.Role;
import io.hookbridge.console.pull.PullDesk;
import io.hookbridge.http.Route;
import io.hookbridge.inbound.endpoint.InboundEndpoints;
import io.hookbridge.inbound.endpoint.IngestUrl;
import io.hookbridge.pull.endpoint.PullEndpointRoutes;
import io.hookbridge.pull.event.Acknowledgements;
import io.hookbridge.pull.event.EventDeletionRoutes;
import io.hookbridge.pull.event.EventDeletions;
import io.hookbridge.pull.event.EventWaits;
import io.hookbridge.pull.event.PullEventRoutes;
import io.hookbridge.pull.event.PullEvents;
import io.hookbridge.pull.log.PullLog;
import io.hookbridge.pull.log.PullLogRoutes;

import org.jdbi.v3.core.Jdbi;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The parts of the server that webhooks are fetched with. */
final class Pull implements Part {

    private final InboundEndpoints endpoints;
    private final EventWaits waits;
    private final PullEvents events;
    private final Acknowledgements acknowledgements;
    private final EventDeletions deletions;
    private final InstantSource clock;
    private final List<Route> routes = new ArrayList<>();

    /**
     * @param publicUrl where clients reach this server, without a path
     */
    Pull(Core core, InboundEndpoints endpoints, IngestUrl ingest, URI publicUrl) {
        this.endpoints = endpoints;
        this.clock = core.clock;
        Jdbi jdbi = core.storage.database().jdbi();
        waits = new EventWaits(jdbi, System::nanoTime);
        events =
                new PullEvents(
                        jdbi,
                        core.storage.secrets(),
                        waits,
                        core.coldPayloads,
                        core.clock,
                        System::nanoTime,
                        core.meters);
        routes.addAll(new PullEndpointRoutes(endpoints, ingest, events).routes());
        acknowledgements = new Acknowledgements(jdbi, core.clock);
        deletions = new EventDeletions(jdbi, core.ids, core.clock);
        routes.addAll(new PullEventRoutes(events, acknowledgements).routes());
        routes.addAll(new EventDeletionRoutes(deletions).routes());
        routes.addAll(
                new ReadFromReplica(core, publicUrl)
                        .api(new PullLogRoutes(new PullLog(core.reads.jdbi())).routes()));
    }

    /** What the console shows of events. */
    PullDesk desk() {
        return new PullDesk(endpoints, events, acknowledgements, deletions, clock);
    }

    @Override
    public List<Route> routes(Set<Role> roles) {
        return roles.contains(Role.API) ? List.copyOf(routes) : List.of();
    }

    @Override
    public List<Loop> loops(Set<Role> roles) {
        return roles.contains(Role.API)
                ? List.of(new Loop("pull-waits", EventWaits.EVERY, waits::step))
                : List.of();
    }

    /** From now on no request waits for an event. */
    void stopping() {
        waits.end();
    }

    @Override
    public void stop() {
        events.close();
    }
}
