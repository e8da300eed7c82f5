package io.hookbridge.loadtest.inbound;

import io.hookbridge.loadtest.delivery.Delivered;
import io.hookbridge.loadtest.rig.Climb;

import java.sql.SQLException;
import java.util.List;

/** Looks for the highest rate at which what is received is also forwarded. */
record Forward(ReceivingSites sites, Lengths lengths) {

    /** Every step, those that were too high included. */
    List<Delivered> run() throws InterruptedException, SQLException {
        sites.rig().say("%nForward, endpoints: %d", lengths.endpoints());
        try (ReceivingSite site = sites.open()) {
            List<Source> sources = site.forwarding(lengths.endpoints());
            sites.warm(site, sources, lengths.warmUp());
            return Climb.through(
                    lengths.climb(), rate -> step(site, sources, rate), Delivered::sustained);
        }
    }

    private Delivered step(ReceivingSite site, List<Source> sources, int rate)
            throws InterruptedException, SQLException {
        String name = "%,d/s, endpoints: %d".formatted(rate, sources.size());
        sites.rig().say("%s", name);
        Delivered step = ForwardLoad.atRate(site, name, sources, rate, lengths);
        step.tell(sites.rig());
        return step;
    }
}
