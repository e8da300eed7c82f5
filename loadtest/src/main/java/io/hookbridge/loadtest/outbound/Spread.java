package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.delivery.Delivered;

import java.sql.SQLException;

/** As many endpoints of one host as there may be, each of which gets one message, all at once. */
record Spread(Sites sites, Lengths lengths) {

    private static final int CONNECTIONS = 64;

    /**
     * @param mostConnections to the receiver at once, since the server's start
     */
    record Result(Delivered delivered, int mostConnections) {}

    Result run() throws InterruptedException, SQLException {
        int endpoints = Site.MOST_ENDPOINTS;
        String name = "%,d endpoints, one message each".formatted(endpoints);
        sites.rig().say("%nSpread: %s", name);
        // Warm with one endpoint, so that none of the others has a connection yet.
        try (Site site = sites.openWarm(1, lengths.warmUp())) {
            Delivered delivered =
                    SendLoad.burst(site, name, endpoints, endpoints, CONNECTIONS, false);
            return new Result(delivered, site.receiver().mostConnections());
        }
    }
}
