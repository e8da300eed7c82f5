package io.hookbridge.loadtest.pages;

import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.rig.Measured;
import io.hookbridge.loadtest.rig.Metering;
import io.hookbridge.loadtest.rig.Rig;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Asks for one kind of page after the other.
 *
 * @param messages some of each busy project
 * @param now until when messages were written
 */
record Pages(
        Rig rig,
        ServerProcess server,
        List<Project> busy,
        Project quiet,
        List<List<String>> messages,
        Instant now,
        int perSecond,
        Duration settle,
        Duration measured) {

    private static final List<String> STATES =
            List.of("succeeded", "failed_permanent", "pending_retry", "queued");

    private static final List<String> WINDOWS = List.of("1h", "24h", "7d", "30d");

    private static final String LOG = "/v1/logs?limit=50";

    /** How many kinds there are, each of which takes {@code settle} and {@code measured}. */
    static final int KINDS = 13;

    /**
     * @param suffix of the names
     */
    List<Measured> read(String suffix) throws InterruptedException {
        List<Measured> reads = new ArrayList<>();
        reads.add(ofBusy("Log" + suffix, (_, _) -> LOG));
        reads.add(ofBusy("Log of a past day" + suffix, (_, n) -> LOG + "&end_time=" + day(n)));
        reads.add(
                ofBusy(
                        "Log of an endpoint" + suffix,
                        (project, n) -> LOG + "&endpoint_id=" + project.endpoint(n)));
        reads.add(ofBusy("Log of a state" + suffix, (_, n) -> LOG + "&status=" + turn(STATES, n)));
        reads.add(
                ofBusy(
                        "Log of an endpoint and a state" + suffix,
                        (project, n) ->
                                "%s&endpoint_id=%s&status=%s"
                                        .formatted(LOG, project.endpoint(n), turn(STATES, n / 7))));
        reads.add(measure("Log of a quiet project" + suffix, _ -> quiet(LOG)));
        reads.add(
                measure(
                        "Log of a quiet project and a state" + suffix,
                        n -> quiet(LOG + "&status=" + turn(STATES, n))));
        reads.add(measure("Message by its id" + suffix, n -> message(n, "")));
        reads.add(measure("Attempts of a message" + suffix, n -> message(n, "/attempts")));
        reads.add(ofBusy("Metrics" + suffix, (_, n) -> "/v1/metrics?window=" + turn(WINDOWS, n)));
        reads.add(
                ofBusy(
                        "Metrics of an endpoint" + suffix,
                        (project, n) ->
                                "/v1/metrics?window=%s&endpoint_id=%s"
                                        .formatted(turn(WINDOWS, n), project.endpoint(n / 5))));
        reads.add(
                ofBusy(
                        "Series" + suffix,
                        (_, n) -> "/v1/metrics/timeseries?window=" + turn(WINDOWS, n)));
        reads.add(
                ofBusy(
                        "Series of an endpoint" + suffix,
                        (project, n) ->
                                "/v1/metrics/timeseries?window=%s&endpoint_id=%s"
                                        .formatted(turn(WINDOWS, n), project.endpoint(n / 5))));
        return reads;
    }

    private interface Path {
        String of(Project project, long n);
    }

    private Measured ofBusy(String name, Path path) throws InterruptedException {
        return measure(
                name,
                n -> {
                    Project project = busy.get((int) (n % busy.size()));
                    return project.get(server.port(), path.of(project, n / busy.size()));
                });
    }

    private Request quiet(String path) {
        return quiet.get(server.port(), path);
    }

    private Request message(long n, String part) {
        int turn = (int) (n % busy.size());
        String id = turn(messages.get(turn), n / busy.size());
        return busy.get(turn).get(server.port(), "/v1/messages/" + id + part);
    }

    private String day(long n) {
        return now.minus(1 + n % (FillPages.DAYS - 2), ChronoUnit.DAYS).toString();
    }

    private static String turn(List<String> choices, long n) {
        return choices.get((int) (n % choices.size()));
    }

    private Measured measure(String name, LongFunction<Request> request)
            throws InterruptedException {
        rig.say("%n%s: %d requests/s", name, perSecond);
        return Metering.measure(
                rig, name, server, new Load(server.port(), request, perSecond, settle, measured));
    }
}
