package io.hookbridge.loadtest.outbound;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for the highest rate that the server sustains: climbs through the given rates, each held
 * for the whole stretch, until one is too high twice.
 */
record Highest(Sites sites, Lengths lengths, List<Integer> endpoints) {

    /** Every step, those that were too high included. */
    List<Delivered> run() throws InterruptedException, SQLException {
        List<Delivered> steps = new ArrayList<>();
        for (int count : endpoints) {
            sites.rig().say("%nHighest rate, endpoints: %d", count);
            try (Site site = sites.openWarm(count, lengths.warmUp())) {
                climb(site, count, steps);
            }
        }
        return steps;
    }

    private void climb(Site site, int endpoints, List<Delivered> steps)
            throws InterruptedException, SQLException {
        for (int rate : lengths.climb()) {
            if (!sustainsOnce(site, endpoints, rate, steps)) {
                return;
            }
        }
    }

    /** Something else on the machine may have been in the way, so a rate gets a second chance. */
    private boolean sustainsOnce(Site site, int endpoints, int rate, List<Delivered> steps)
            throws InterruptedException, SQLException {
        boolean sustained = sustains(site, endpoints, rate, steps);
        return sustained || sustains(site, endpoints, rate, steps);
    }

    private boolean sustains(Site site, int endpoints, int rate, List<Delivered> steps)
            throws InterruptedException, SQLException {
        String name = "%,d/s, endpoints: %d".formatted(rate, endpoints);
        sites.rig().say("%s", name);
        Delivered step =
                SendLoad.atRate(site, name, endpoints, rate, lengths.settle(), lengths.measured());
        steps.add(step);
        sites.rig()
                .say(
                        "  accepted %,.0f/s, accepted-to-received p99 %.1f ms, backlog grew by %,.0f%s",
                        step.accept().achieved(),
                        step.p99(),
                        step.backlog().growth(),
                        step.sustained() ? "" : ": too much");
        return step.sustained();
    }
}
