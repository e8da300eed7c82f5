package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.delivery.Delivered;
import io.hookbridge.loadtest.rig.Climb;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks for the highest rate that the server sustains, each held for the whole stretch. */
record Highest(Sites sites, Lengths lengths, List<Integer> endpoints) {

    /** Every step, those that were too high included. */
    List<Delivered> run() throws InterruptedException, SQLException {
        List<Delivered> steps = new ArrayList<>();
        for (int count : endpoints) {
            sites.rig().say("%nHighest rate, endpoints: %d", count);
            try (Site site = sites.openWarm(count, lengths.warmUp())) {
                steps.addAll(
                        Climb.through(
                                lengths.climb(),
                                rate -> step(site, count, rate),
                                Delivered::sustained));
            }
        }
        return steps;
    }

    private Delivered step(Site site, int endpoints, int rate)
            throws InterruptedException, SQLException {
        String name = "%,d/s, endpoints: %d".formatted(rate, endpoints);
        sites.rig().say("%s", name);
        Delivered step =
                SendLoad.atRate(site, name, endpoints, rate, lengths.settle(), lengths.measured());
        step.tell(sites.rig());
        return step;
    }
}
