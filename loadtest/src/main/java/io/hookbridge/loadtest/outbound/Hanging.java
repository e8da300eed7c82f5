package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.delivery.Delivered;
import io.hookbridge.loadtest.receive.Behaviour;

import java.sql.SQLException;

/** Many endpoints at a moderate rate; then the same while the first of them answers nothing. */
record Hanging(Sites sites, Lengths lengths, int endpoints) {

    /**
     * @param without all endpoints answer
     * @param with the first endpoint hangs; latencies and losses are those of the others
     */
    record Result(Delivered without, Delivered with) {}

    Result run() throws InterruptedException, SQLException {
        sites.rig().say("%nHanging: %d endpoints at %,d/s", endpoints, lengths.rate());
        try (Site site = sites.openWarm(endpoints, lengths.warmUp())) {
            Delivered without = load(site, "all answer", 0);
            site.receiver().behave(0, new Behaviour.Hang());
            sites.rig().say("the first of %d endpoints hangs", endpoints);
            return new Result(without, load(site, "one hangs", 1));
        }
    }

    private Delivered load(Site site, String name, int silent)
            throws InterruptedException, SQLException {
        return SendLoad.atRate(
                site,
                name,
                endpoints,
                lengths.rate(),
                lengths.settle(),
                lengths.measured(),
                endpoint -> endpoint >= silent);
    }
}
