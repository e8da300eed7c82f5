package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.delivery.Delivered;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Messages that were accepted for paused endpoints: what it takes to deliver them alone. */
record Drain(Sites sites, Lengths lengths, int endpoints) {

    private static final int TIMES = 3;

    List<Delivered> run() throws InterruptedException, SQLException {
        List<Delivered> drains = new ArrayList<>();
        sites.rig().say("%nDrain");
        try (Site site = sites.openWarm(endpoints, lengths.warmUp())) {
            for (int time = 1; time <= TIMES; time++) {
                String name = "%,d, time %d".formatted(lengths.burst(), time);
                Delivered drain = SendLoad.drain(site, name, endpoints, lengths.burst());
                sites.rig().say("drained %s in %.1f s", name, drain.recorded().toMillis() / 1e3);
                drains.add(drain);
            }
        }
        return drains;
    }
}
