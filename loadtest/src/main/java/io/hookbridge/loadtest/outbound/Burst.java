package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.delivery.Delivered;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Many messages as fast as they are accepted, one in each request and then a hundred. */
record Burst(Sites sites, Lengths lengths, int endpoints) {

    private static final int CONNECTIONS = 64;

    List<Delivered> run() throws InterruptedException, SQLException {
        List<Delivered> bursts = new ArrayList<>();
        sites.rig().say("%nBurst");
        try (Site site = sites.openWarm(endpoints, lengths.warmUp())) {
            bursts.add(burst(site, "one per request", CONNECTIONS, false));
            bursts.add(burst(site, "100 per request", SendLoad.CONNECTIONS_OF_BATCHES, true));
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
