package io.hookbridge.loadtest.keepalive;

import io.hookbridge.loadtest.load.Observer;
import io.hookbridge.loadtest.load.Timetable;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.rig.ProgressLines;
import io.hookbridge.loadtest.rig.Rig;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Messages to many endpoints of each listener, each with a pause that is about as long as the
 * listener keeps a connection.
 */
record Paced(Rig rig, ServerProcess server, List<Listener> listeners, Duration length) {

    static final List<Duration> IDLE_TIMES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(60));

    /** The most that a listener gets. */
    static final int MOST_ENDPOINTS = 64;

    private static final long SEED = 42;

    /**
     * @param outcomes by listener
     * @param rhythms by the name of the rhythm, over all listeners
     * @param virtual how long all endpoints together were sent to
     * @param refused requests that were not answered with 202, by what came instead
     */
    record Result(
            Map<Listener, Outcome> outcomes,
            Map<String, Outcome> rhythms,
            Duration virtual,
            Map<String, Long> refused) {

        boolean isBad() {
            return !refused.isEmpty() || outcomes.values().stream().anyMatch(Outcome::isBad);
        }
    }

    private record Departure(Moment moment, Series series, int number) {}

    /** More for long pauses, since each of their endpoints gets so few messages. */
    private static int endpoints(Duration idle) {
        long seconds = idle.toSeconds();
        return seconds <= 1 ? 8 : seconds <= 5 ? 16 : MOST_ENDPOINTS;
    }

    Result run() throws InterruptedException, SQLException {
        List<Series> all = new ArrayList<>();
        List<Departure> departures = new ArrayList<>();
        Random random = new Random(SEED);
        Duration virtual = Duration.ZERO;
        rig.say("%nMaking endpoints for %d listeners", listeners.size());
        for (Listener listener : listeners) {
            int endpoints = endpoints(listener.idle());
            List<Moment> moments =
                    Moment.of(Rhythm.around(listener.idle()), endpoints, length, random);
            Series series =
                    Series.to(
                            listener,
                            rig,
                            server,
                            moments.size(),
                            endpoints,
                            number -> moments.get((int) number).endpoint());
            for (int number = 0; number < moments.size(); number++) {
                departures.add(new Departure(moments.get(number), series, number));
            }
            all.add(series);
            virtual = virtual.plus(length.multipliedBy(endpoints));
        }
        departures.sort(Comparator.comparing(departure -> departure.moment().at()));
        rig.say(
                "Pauses around the idle time: %,d messages in %d s, which is %.1f h of one endpoint after the other",
                departures.size(), length.toSeconds(), virtual.toSeconds() / 3_600.0);
        Map<String, Long> refused = send(departures);
        AttemptStore store = new AttemptStore(server.database());
        store.awaitSettled(rig);
        for (Series series : all) {
            series.settle(store);
        }
        return new Result(byListener(all), byRhythm(all), virtual, refused);
    }

    private Map<String, Long> send(List<Departure> departures) throws InterruptedException {
        Observer observer =
                new Observer() {
                    private final ProgressLines lines = new ProgressLines(rig.out());

                    @Override
                    public void answered(long number, int status, long due, long now) {
                        if (status / 100 == 2) {
                            departures.get((int) number).series().accepted();
                        }
                    }

                    @Override
                    public void progress(Progress progress) {
                        lines.progress(progress);
                    }
                };
        try {
            return Timetable.run(
                    server.port(),
                    departures.stream().map(departure -> departure.moment().at()).toList(),
                    n -> {
                        Departure departure = departures.get((int) n);
                        return departure.series().request(departure.number());
                    },
                    observer);
        } catch (IOException failure) {
            throw new BenchFailure("the load generator failed: " + failure.getMessage());
        }
    }

    private static Map<Listener, Outcome> byListener(List<Series> all) {
        Map<Listener, Outcome> outcomes = new LinkedHashMap<>();
        for (Series series : all) {
            outcomes.put(series.listener(), series.outcome(circumstances(series)));
        }
        return outcomes;
    }

    private static Map<String, Outcome> byRhythm(List<Series> all) {
        List<Rhythm> rhythms = Rhythm.around(IDLE_TIMES.getFirst());
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (int i = 0; i < rhythms.size(); i++) {
            int rhythm = i;
            outcomes.put(
                    rhythms.get(i).name(),
                    Outcome.sum(
                            all.stream()
                                    .map(series ->
                                            series.outcome(
                                                    circumstances(series),
                                                    endpoint ->
                                                            endpoint % rhythms.size() == rhythm))
                                    .toList()));
        }
        return outcomes;
    }

    private static Outcome.Circumstances circumstances(Series series) {
        return series.listener().faultless()
                ? Outcome.Circumstances.FAULTLESS
                : Outcome.Circumstances.LEFT_ALONE;
    }
}
