package io.hookbridge.loadtest.inbound;

import io.hookbridge.loadtest.delivery.Delivered;

import java.sql.SQLException;
import java.util.List;

/** A moderate rate of requests that are forwarded. */
record Steady(ReceivingSites sites, Lengths lengths) {

    Delivered run() throws InterruptedException, SQLException {
        String name = "%,d/s, endpoints: %d".formatted(lengths.rate(), lengths.endpoints());
        sites.rig().say("%nSteady: %s", name);
        try (ReceivingSite site = sites.open()) {
            List<Source> sources = site.forwarding(lengths.endpoints());
            sites.warm(site, sources, lengths.warmUp());
            return ForwardLoad.atRate(site, name, sources, lengths.rate(), lengths);
        }
    }
}
