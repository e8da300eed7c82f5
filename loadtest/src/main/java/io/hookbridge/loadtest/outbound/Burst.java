package io.hookbridge.loadtest.outbound;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many messages as fast as they are accepted, one in each request and then a hundred. */
record Burst(Sites sites, Lengths lengths, int endpoints) {

    private static final int CONNECTIONS = 64;
    private static final int CONNECTIONS_OF_BATCHES = 8;
    private static final int WARM_UP_RATE = 1_000;

    List<Delivered> run() throws InterruptedException, SQLException {
        List<Delivered> bursts = new ArrayList<>();
        try (Site site = sites.open()) {
            sites.rig().say("%nBurst: warm-up at %,d/s", WARM_UP_RATE);
            SendLoad.atRate(
                    site,
                    "warm-up",
                    endpoints,
                    WARM_UP_RATE,
                    lengths.warmUp(),
                    Duration.ofSeconds(1));
            bursts.add(burst(site, "one per request", CONNECTIONS, false));
            bursts.add(burst(site, "100 per request", CONNECTIONS_OF_BATCHES, true));
        }
        return bursts;
    }

    private Delivered burst(Site site, String how, int connections, boolean batches)
            throws InterruptedException, SQLException {
        String name = "%,d, %s".formatted(lengths.burst(), how);
        sites.rig().say("burst of %s, connections: %d", name, connections);
        Delivered burst =
                SendLoad.burst(site, name, endpoints, lengths.burst(), connections, batches);
        sites.rig()
                .say(
                        "  accepted %,.0f/s, drained %.1f s later",
                        burst.acceptedPerSecond(), burst.drained().toMillis() / 1e3);
        return burst;
    }
}
