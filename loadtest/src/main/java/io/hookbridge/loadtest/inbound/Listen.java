package io.hookbridge.loadtest.inbound;

import io.hookbridge.loadtest.listen.Heard;
import io.hookbridge.loadtest.listen.Listeners;
import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.load.Observer;
import io.hookbridge.loadtest.load.OpenLoop;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.rig.Measured;
import io.hookbridge.loadtest.rig.Meters;
import io.hookbridge.loadtest.rig.ProgressLines;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A moderate rate of requests that listeners hear: with one listener for each endpoint; with many
 * for each, so many fewer requests; and the same beside one more that reads nothing.
 */
record Listen(ReceivingSites sites, Lengths lengths) {

    /** After so long without a word, what is missing is taken for lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    /** More than there are, all from one address, with the senders' connections beside. */
    private static final Map<String, String> ENOUGH_LISTENERS =
            Map.of(
                    "HOOKBRIDGE_LISTENERS_PER_ADDRESS", "100000",
                    "HOOKBRIDGE_LISTENERS_PER_TENANT", "100000",
                    "HOOKBRIDGE_MAX_CONNECTIONS_PER_ADDRESS", "100000");

    /**
     * What came of one load.
     *
     * @param listeners that read what comes
     * @param heard from the accepted request to each listener, in microseconds
     * @param missing how often a listener has not heard what was accepted
     * @param duplicates how often one has heard the same once more
     * @param ended how many listeners lost their connection
     */
    record Round(
            Measured accept,
            int listeners,
            Histogram heard,
            long missing,
            long duplicates,
            int ended) {

        boolean hasErrors() {
            return accept.hasErrors() || missing > 0 || ended > 0;
        }
    }

    List<Round> run() throws InterruptedException, SQLException {
        int endpoints = lengths.endpoints();
        int many = Math.max(1, lengths.listeners() / endpoints);
        sites.rig().say("%nListeners");
        try (ReceivingSite site = sites.open(ENOUGH_LISTENERS)) {
            List<Source> sources = site.listenedTo(endpoints);
            List<Round> rounds = new ArrayList<>();
            try (Listeners listeners = listeners(site, sources, 1)) {
                sites.warm(site, sources, lengths.warmUp());
                rounds.add(round(site, sources, listeners, 1, lengths.rate(), ""));
            }
            int fewer = Math.max(1, lengths.rate() / many);
            try (Listeners listeners = listeners(site, sources, many)) {
                rounds.add(round(site, sources, listeners, many, fewer, ""));
                listeners.addDeaf(
                        site.server().port(),
                        site.tenant().authorization(),
                        sources.getFirst().id());
                rounds.add(
                        round(site, sources, listeners, many, fewer, ", one more reads nothing"));
            }
            return rounds;
        }
    }

    /**
     * @param ofEach how many for each endpoint
     */
    private static Listeners listeners(ReceivingSite site, List<Source> sources, int ofEach) {
        return Listeners.open(
                site.server().port(),
                site.tenant().authorization(),
                Stream.generate(() -> sources)
                        .limit(ofEach)
                        .flatMap(List::stream)
                        .map(Source::id)
                        .toList());
    }

    private Round round(
            ReceivingSite site,
            List<Source> sources,
            Listeners listeners,
            int ofEach,
            int rate,
            String beside)
            throws InterruptedException {
        int count = ofEach * sources.size();
        String name = "%,d/s, listeners: %,d%s".formatted(rate, count, beside);
        sites.rig().say("%s", name);
        int most =
                Math.toIntExact(
                        rate * lengths.settle().plus(lengths.measured()).toSeconds() + rate);
        long first = site.takeNumbers(most);
        Load load =
                new Load(
                        site.server().port(),
                        site.requests(sources).from(first),
                        rate,
                        lengths.settle(),
                        lengths.measured(),
                        lengths.connections());
        Heard heard = new Heard(first, most, sources.size(), ofEach);
        listeners.noteIn(heard);
        Watch watch = new Watch(site, heard);
        Measured accept = watch.run(name, load);
        awaitHeard(heard);
        Histogram latency = heard.latency(Math.toIntExact(load.warmUpCount()));
        sites.rig()
                .say(
                        "  accepted p99 %.1f ms, accepted-to-heard p50 %.1f, p99 %.1f ms, missing %,d",
                        accept.result().millis(99),
                        latency.getValueAtPercentile(50) / 1_000.0,
                        latency.getValueAtPercentile(99) / 1_000.0,
                        heard.missing());
        return new Round(
                accept, count, latency, heard.missing(), heard.duplicates(), listeners.ended());
    }

    private static void awaitHeard(Heard heard) throws InterruptedException {
        long last = heard.missing();
        long lastChange = System.nanoTime();
        while (last > 0 && System.nanoTime() - lastChange < PATIENCE.toNanos()) {
            Thread.sleep(BETWEEN_LOOKS);
            long missing = heard.missing();
            if (missing != last) {
                last = missing;
                lastChange = System.nanoTime();
            }
        }
    }

    /** Notes what is accepted, and what it takes. */
    private static final class Watch implements Observer {

        private final Heard heard;
        private final Meters meters;
        private final ProgressLines lines;

        Watch(ReceivingSite site, Heard heard) {
            this.heard = heard;
            this.meters = new Meters(site.server());
            this.lines = new ProgressLines(site.rig().out());
        }

        Measured run(String name, Load load) throws InterruptedException {
            try {
                LoadResult result = OpenLoop.run(load, this);
                return new Measured(name, result, meters.usage());
            } catch (IOException failure) {
                throw new BenchFailure("the load generator failed: " + failure.getMessage());
            }
        }

        @Override
        public void measuringBegins() {
            meters.begin();
        }

        @Override
        public void measuringEnds() {
            meters.end();
        }

        @Override
        public void answered(long number, int status, long due, long now) {
            if (status / 100 == 2) {
                heard.accepted(Math.toIntExact(number), now);
            }
        }

        @Override
        public void progress(Progress progress) {
            lines.progress(progress);
        }
    }
}
