package io.hookbridge.loadtest.inbound;

import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.rig.Climb;

import java.sql.SQLException;
import java.util.List;

/**
 * Looks for the highest rate at which one endpoint takes signed requests that are to be fetched.
 */
record Ingest(ReceivingSites sites, Lengths lengths) {

    /** Every step, those that were too high included. */
    List<Taken> run() throws InterruptedException, SQLException {
        sites.rig().say("%nIngest");
        try (ReceivingSite site = sites.open()) {
            Source source = site.pulled();
            sites.warm(site, List.of(source), lengths.warmUp());
            return Climb.through(
                    lengths.climb(), rate -> step(site, source, rate), Taken::sustained);
        }
    }

    private Taken step(ReceivingSite site, Source source, int rate)
            throws InterruptedException, SQLException {
        String name = "%,d/s".formatted(rate);
        sites.rig().say("%s", name);
        int most =
                Math.toIntExact(
                        rate * lengths.settle().plus(lengths.measured()).toSeconds() + rate);
        Load load =
                new Load(
                        site.server().port(),
                        site.requests(List.of(source)).from(site.takeNumbers(most)),
                        rate,
                        lengths.settle(),
                        lengths.measured(),
                        lengths.connections());
        Taken step = new TakingLoad(site, source).run(name, load);
        sites.rig()
                .say(
                        "  answered %,.0f/s, p99 %.1f ms%s",
                        step.measured().result().achieved(),
                        step.measured().result().millis(99),
                        step.sustained() ? "" : ": too much");
        return step;
    }
}
