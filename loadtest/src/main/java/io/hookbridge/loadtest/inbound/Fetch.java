package io.hookbridge.loadtest.inbound;

import io.hookbridge.loadtest.load.ClosedLoop;
import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.load.Observer;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.EmbeddedDatabase;
import io.hookbridge.loadtest.rig.LightLoad;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Fetches and acknowledges events that wait, in pages, while others come in. */
record Fetch(ReceivingSites sites, Lengths lengths) {

    private static final int TIMES = 3;
    private static final int CONNECTIONS = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Before a round, for what comes in beside it. */
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private static final Duration MOST = Duration.ofMinutes(5);

    private static final String DELIVERED =
            "SELECT count(*) FROM pull_event WHERE endpoint_id = '%s' AND status = 'delivered'";

    /**
     * A round and what came in beside it.
     *
     * @param beside latencies of its requests, in microseconds
     */
    record Beside(Consumer.Round round, Histogram beside, long accepted, long refused) {}

    /**
     * @param acknowledged by the answers to all rounds
     * @param delivered as the database has it
     */
    record Result(List<Beside> rounds, long acknowledged, long delivered) {

        boolean hasErrors() {
            return acknowledged != delivered
                    || rounds.stream().anyMatch(round -> round.refused() > 0);
        }
    }

    Result run() throws InterruptedException, SQLException {
        sites.rig().say("%nFetch, beside %,d/s", lengths.rate());
        try (ReceivingSite site = sites.open()) {
            Source source = site.pulled();
            sites.warm(site, List.of(source), lengths.warmUp());
            long acknowledged = 0;
            List<Beside> rounds = new ArrayList<>();
            try (Consumer consumer = new Consumer(site, source)) {
                for (Consumer.Way way : Consumer.Way.values()) {
                    // So that what each way needs is compiled before it counts.
                    add(site, source, lengths.fetched());
                    acknowledged += consumer.fetch(way, lengths.fetched()).events();
                    for (int time = 0; time < TIMES; time++) {
                        rounds.add(round(site, source, consumer, way));
                        acknowledged += rounds.getLast().round().events();
                    }
                }
            }
            return new Result(rounds, acknowledged, delivered(site, source));
        }
    }

    private Beside round(ReceivingSite site, Source source, Consumer consumer, Consumer.Way way)
            throws InterruptedException {
        add(site, source, lengths.fetched());
        int most = Math.toIntExact(lengths.rate() * MOST.toSeconds());
        LightLoad beside =
                new LightLoad(
                        site.server().port(),
                        site.requests(List.of(source)).from(site.takeNumbers(most)),
                        lengths.rate(),
                        MOST);
        Consumer.Round round;
        try (beside) {
            Thread.sleep(SETTLE);
            round = consumer.fetch(way, lengths.fetched());
        }
        sites.rig()
                .say(
                        "  %,d events, payloads %s: %.2f s",
                        round.events(), way.words(), round.took().toMillis() / 1e3);
        return new Beside(round, beside.latency(), beside.accepted(), beside.refused());
    }

    /** So many events more. */
    private static void add(ReceivingSite site, Source source, int count)
            throws InterruptedException {
        try {
            LoadResult sent =
                    ClosedLoop.run(
                            site.server().port(),
                            site.requests(List.of(source)).from(site.takeNumbers(count)),
                            count,
                            CONNECTIONS,
                            PATIENCE,
                            new Observer() {});
            if (sent.errorCount() > 0) {
                throw new BenchFailure("events were refused: " + sent.errors());
            }
        } catch (IOException failure) {
            throw new BenchFailure("the load generator failed: " + failure.getMessage());
        }
    }

    private static long delivered(ReceivingSite site, Source source) throws SQLException {
        try (Connection connection = site.server().database().connect()) {
            return EmbeddedDatabase.number(connection, DELIVERED.formatted(source.id()));
        }
    }
}
