package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.rig.Measured;
import io.hookbridge.loadtest.rig.Metering;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** What is read of a long log: pages of it, and figures and series over it. */
record History(Sites sites, Lengths lengths, int endpoints) {

    private static final List<String> STATES =
            List.of("succeeded", "failed_permanent", "pending_retry", "queued");

    private static final List<String> WINDOWS = List.of("1h", "24h", "7d", "30d");

    List<Measured> run() throws InterruptedException, SQLException {
        try (Site site = sites.open()) {
            site.sender().requireEndpoints(endpoints);
            sites.rig().say("%nHistory: writing a log of %,d messages", lengths.history());
            new FillHistory(sites.rig(), site.server().database()).run(lengths.history());
            List<String> ids = site.sender().endpoints();
            List<Measured> reads = new ArrayList<>();
            reads.add(
                    read(
                            site,
                            "Log of an endpoint and a state",
                            n ->
                                    "/v1/logs?limit=50&endpoint_id=%s&status=%s"
                                            .formatted(
                                                    turn(ids, n), turn(STATES, n / ids.size()))));
            reads.add(
                    read(
                            site,
                            "Log of an endpoint",
                            n -> "/v1/logs?limit=50&endpoint_id=" + turn(ids, n)));
            reads.add(
                    read(
                            site,
                            "Log of a state",
                            n -> "/v1/logs?limit=50&status=" + turn(STATES, n)));
            reads.add(read(site, "Metrics", n -> "/v1/metrics?window=" + turn(WINDOWS, n)));
            reads.add(
                    read(
                            site,
                            "Metrics of an endpoint",
                            n ->
                                    "/v1/metrics?window=%s&endpoint_id=%s"
                                            .formatted(
                                                    turn(WINDOWS, n),
                                                    turn(ids, n / WINDOWS.size()))));
            reads.add(
                    read(site, "Series", n -> "/v1/metrics/timeseries?window=" + turn(WINDOWS, n)));
            reads.add(
                    read(
                            site,
                            "Series of an endpoint",
                            n ->
                                    "/v1/metrics/timeseries?window=%s&endpoint_id=%s"
                                            .formatted(
                                                    turn(WINDOWS, n),
                                                    turn(ids, n / WINDOWS.size()))));
            return reads;
        }
    }

    private static String turn(List<String> choices, long n) {
        return choices.get((int) (n % choices.size()));
    }

    private Measured read(Site site, String name, LongFunction<String> path)
            throws InterruptedException {
        sites.rig().say("%n%s: %d requests/s", name, lengths.reads());
        int port = site.server().port();
        return Metering.measure(
                sites.rig(),
                name,
                site.server(),
                new Load(
                        port,
                        n -> Request.get(port, path.apply(n), site.sender().authorization()),
                        lengths.reads(),
                        lengths.settle(),
                        lengths.measured()));
    }
}
