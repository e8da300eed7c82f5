package io.hookbridge.loadtest.inbound;

import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.rig.Measured;
import io.hookbridge.loadtest.rig.Metering;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Lists of one endpoint with millions of events, one kind after the other. */
record Events(ReceivingSites sites, Lengths lengths) {

    /** Requests of each kind. */
    private static final int PER_SECOND = 20;

    private static final int WARM_UP_PER_SECOND = 100;
    private static final int LIMIT = 100;

    List<Measured> run() throws InterruptedException, SQLException {
        sites.rig().say("%nWriting %,d events of %d days", lengths.events(), FillEvents.DAYS);
        try (ReceivingSite site = sites.open()) {
            Source busy = site.pulled();
            Source quiet = site.pulled();
            new FillEvents(site.rig(), site.server().database()).run(busy, quiet, lengths.events());
            warm(site, busy);
            return lists(site, busy, quiet);
        }
    }

    /** Has the JVM compile what lists need. */
    private void warm(ReceivingSite site, Source busy) throws InterruptedException {
        sites.rig().say("warm-up");
        Load load =
                new Load(
                        site.server().port(),
                        n -> list(site, busy, "status=all&event_type=" + type(n)),
                        WARM_UP_PER_SECOND,
                        Duration.ZERO,
                        lengths.warmUp());
        var _ = Metering.measure(site.rig(), "warm-up", site.server(), load);
    }

    private List<Measured> lists(ReceivingSite site, Source busy, Source quiet)
            throws InterruptedException {
        List<Measured> lists = new ArrayList<>();
        Instant now = Instant.now();
        lists.add(measure(site, "Stored", n -> list(site, busy, "status=stored")));
        lists.add(
                measure(
                        site,
                        "Stored, of a type",
                        n -> list(site, busy, "status=stored&event_type=" + type(n))));
        lists.add(
                measure(
                        site,
                        "Fetched, of a type",
                        n -> list(site, busy, "status=fetched&event_type=" + type(n))));
        lists.add(
                measure(
                        site,
                        "Acknowledged, of a type",
                        n -> list(site, busy, "status=delivered&event_type=" + type(n))));
        lists.add(
                measure(
                        site,
                        "Stored, of the rare type",
                        n -> list(site, busy, "status=stored&event_type=rare")));
        lists.add(
                measure(
                        site,
                        "All states, of a type of which there is none",
                        n -> list(site, busy, "status=all&event_type=none")));
        lists.add(
                measure(
                        site,
                        "Acknowledged, of a type and a day",
                        n ->
                                list(
                                        site,
                                        busy,
                                        "status=delivered&event_type=%s&since=%s&before=%s"
                                                .formatted(
                                                        type(n),
                                                        day(now, n),
                                                        day(now, n).plus(1, ChronoUnit.DAYS)))));
        lists.add(
                measure(
                        site,
                        "Stored, and fetched long ago",
                        n -> list(site, busy, "status=stored,fetched&fetched_before=" + now)));
        lists.add(
                measure(
                        site,
                        "All states, of a type, of the quiet endpoint",
                        n -> list(site, quiet, "status=all&event_type=" + type(n))));
        lists.add(
                measure(
                        site,
                        "Log of an endpoint, a state and a type",
                        n ->
                                get(
                                        site,
                                        "/v1/pull-logs?limit=50&pull_endpoint_id=%s&status=stored&event_type=%s"
                                                .formatted(busy.id(), type(n)))));
        return lists;
    }

    private static String type(long n) {
        return "type." + n % FillEvents.TYPES;
    }

    private static Instant day(Instant now, long n) {
        return now.minus(2 + n % (FillEvents.DAYS - 4), ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.SECONDS);
    }

    private static Request list(ReceivingSite site, Source source, String query) {
        return get(
                site,
                "/v1/pull-endpoints/%s/events?limit=%d&%s".formatted(source.id(), LIMIT, query));
    }

    private static Request get(ReceivingSite site, String path) {
        return Request.get(site.server().port(), path, site.tenant().authorization());
    }

    private Measured measure(ReceivingSite site, String name, LongFunction<Request> request)
            throws InterruptedException {
        site.rig().say("%n%s: %d requests/s", name, PER_SECOND);
        return Metering.measure(
                site.rig(),
                name,
                site.server(),
                new Load(
                        site.server().port(),
                        request,
                        PER_SECOND,
                        lengths.settle(),
                        lengths.measured()));
    }
}
