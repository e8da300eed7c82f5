package io.hookbridge.app;

import io.hookbridge.inbound.endpoint.InboundEndpoints;
import io.hookbridge.inbound.endpoint.InboundGates;
import io.hookbridge.inbound.endpoint.IngestUrl;

/** The parts of the server that webhooks are received with. */
final class Inbound implements Part {

    private final InboundEndpoints endpoints;

    Inbound(Core core, Engine engine, IngestUrl ingest) {
        var jdbi = core.storage.database().jdbi();
        InboundGates gates = new InboundGates(jdbi, core.storage.secrets(), core.changes);
        endpoints =
                new InboundEndpoints(
                        jdbi,
                        core.storage.secrets(),
                        engine.urls,
                        ingest,
                        engine.room,
                        engine.targets,
                        gates,
                        core.ids,
                        core.clock);
    }

    /** Those that receive, whatever becomes of what they do. */
    InboundEndpoints endpoints() {
        return endpoints;
    }
}
