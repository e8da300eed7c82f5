package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.delivery.Delivered;

import java.sql.SQLException;
import java.time.Duration;

/** What the callers of a server feel that takes a moderate rate from the moment it is ready. */
record Cold(Sites sites, Lengths lengths, int endpoints) {

    private static final int RATE = 500;
    private static final Duration MOST = Duration.ofSeconds(30);

    Delivered run() throws InterruptedException, SQLException {
        try (Site site = sites.openCold()) {
            String name = "%,d/s at once, endpoints: %d".formatted(RATE, endpoints);
            sites.rig().say("%nCold: %s", name);
            Duration measured = lengths.measured().compareTo(MOST) < 0 ? lengths.measured() : MOST;
            return SendLoad.atRate(site, name, endpoints, RATE, Duration.ZERO, measured);
        }
    }
}
