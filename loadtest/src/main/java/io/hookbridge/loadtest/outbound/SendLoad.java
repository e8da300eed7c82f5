package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.load.ClosedLoop;
import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.load.Observer;
import io.hookbridge.loadtest.load.OpenLoop;
import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.rig.Meters;
import io.hookbridge.loadtest.rig.SendRequests;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;

/**
 * A load of messages on a {@link Site}, from the first request until everything has arrived and is
 * written down.
 */
final class SendLoad implements Observer {

    /** After so long without an arrival, what is missing is taken for lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** A load that overwhelms the server may take longer to drain than it lasted. */
    private static final Duration MOST = Duration.ofMinutes(10);

    /** Each with a hundred messages. */
    static final int CONNECTIONS_OF_BATCHES = 8;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    /** Looking at the database costs what is measured something. */
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);

    private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(4);

    private final Site site;
    private final String name;
    private final Trace trace;
    private final long counted;
    private final Meters meters;
    private final DatabaseMeter database;
    private final Backlog backlog;
    private Duration receiverBefore = Duration.ZERO;
    private Duration receiverUsed = Duration.ZERO;
    private boolean metersEndAtOnce = true;
    private boolean paused;

    /**
     * @param counted the index of the first message that counts
     */
    private SendLoad(Site site, String name, Trace trace, long counted) {
        this.site = site;
        this.name = name;
        this.trace = trace;
        this.counted = counted;
        this.meters = new Meters(site.server());
        this.database = new DatabaseMeter(site.server().database());
        this.backlog = new Backlog(trace::underWay);
    }

    /** A steady rate to the first {@code endpoints} endpoints, all of which answer. */
    static Delivered atRate(
            Site site,
            String name,
            int endpoints,
            double perSecond,
            Duration warmUp,
            Duration measured)
            throws InterruptedException, SQLException {
        return atRate(site, name, endpoints, perSecond, warmUp, measured, _ -> true);
    }

    /**
     * A steady rate.
     *
     * @param expected whether the endpoint with this index answers
     */
    static Delivered atRate(
            Site site,
            String name,
            int endpoints,
            double perSecond,
            Duration warmUp,
            Duration measured,
            IntPredicate expected)
            throws InterruptedException, SQLException {
        SendRequests requests = site.sender().requests(endpoints);
        long first = site.nextNumber();
        Load load =
                new Load(site.server().port(), requests.single(first), perSecond, warmUp, measured);
        int count = Math.toIntExact(load.count());
        site.skipNumbers(count);
        Trace trace = new Trace(first, count, 1, index -> expected.test(index % endpoints));
        return new SendLoad(site, name, trace, load.warmUpCount())
                .run(observer -> OpenLoop.run(load, observer));
    }

    /** So many messages as fast as they are accepted. */
    static Delivered burst(
            Site site, String name, int endpoints, int count, int connections, boolean batches)
            throws InterruptedException, SQLException {
        SendRequests requests = site.sender().requests(endpoints);
        long first = site.nextNumber();
        site.skipNumbers(count);
        int perRequest = batches ? SendRequests.BATCH : 1;
        LongFunction<Request> sending = batches ? requests.batches(first) : requests.single(first);
        SendLoad burst =
                new SendLoad(site, name, new Trace(first, count, perRequest, _ -> true), 0);
        burst.metersEndAtOnce = false;
        return burst.run(observer ->
                ClosedLoop.run(
                        site.server().port(),
                        sending,
                        count / perRequest,
                        connections,
                        MOST,
                        observer));
    }

    /**
     * So many messages that are accepted while the endpoints are paused, and then delivered: the
     * meters run from the moment at which the endpoints are resumed.
     */
    static Delivered drain(Site site, String name, int endpoints, int count)
            throws InterruptedException, SQLException {
        SendRequests requests = site.sender().requests(endpoints);
        long first = site.nextNumber();
        site.skipNumbers(count);
        SendLoad drain =
                new SendLoad(site, name, new Trace(first, count, SendRequests.BATCH, _ -> true), 0);
        drain.metersEndAtOnce = false;
        drain.paused = true;
        site.sender().pauseEndpoints();
        return drain.run(observer ->
                ClosedLoop.run(
                        site.server().port(),
                        requests.batches(first),
                        count / SendRequests.BATCH,
                        CONNECTIONS_OF_BATCHES,
                        MOST,
                        observer));
    }

    private interface Loop {
        LoadResult run(Observer observer) throws IOException, InterruptedException;
    }

    private Delivered run(Loop loop) throws InterruptedException, SQLException {
        site.receiver().noteIn(trace.arrivals());
        LoadResult accept;
        Backlog.Course course;
        try (backlog) {
            accept = loop.run(this);
            course = backlog.course();
        } catch (IOException failure) {
            throw new BenchFailure("the load generator failed: " + failure.getMessage());
        }
        long answered = System.nanoTime();
        if (paused) {
            beginMeters();
            site.sender().resumeEndpoints();
        }
        awaitArrivals();
        Duration drained = Duration.ofNanos(System.nanoTime() - answered);
        awaitRecorded();
        Duration recorded = Duration.ofNanos(System.nanoTime() - answered);
        if (!metersEndAtOnce) {
            endMeters();
        }
        return delivered(accept, course, drained, recorded);
    }

    private Delivered delivered(
            LoadResult accept, Backlog.Course course, Duration drained, Duration recorded) {
        return new Delivered(
                name,
                accept,
                accept.answered() * trace.perRequest(),
                trace.latencies(counted),
                trace.arrivals().duplicates(),
                trace.lost(),
                trace.arrivals().unsigned(),
                course,
                drained,
                recorded,
                meters.usage(),
                receiverUsed,
                database.use());
    }

    private void awaitArrivals() throws InterruptedException {
        long began = System.nanoTime();
        long lastChange = began;
        long lastWord = began;
        long last = trace.underWay();
        while (last > 0) {
            long now = System.nanoTime();
            if (now - lastChange > PATIENCE.toNanos() || now - began > MOST.toNanos()) {
                site.rig().say("  %,d messages have not arrived", last);
                return;
            }
            if (now - lastWord > BETWEEN_PROGRESS.toNanos()) {
                site.rig().say("  draining: %,d messages to come", last);
                lastWord = now;
            }
            Thread.sleep(BETWEEN_LOOKS);
            long underWay = trace.underWay();
            lastChange = underWay == last ? lastChange : now;
            last = underWay;
        }
    }

    /** Until only those are pending in the database whose endpoint does not answer. */
    private void awaitRecorded() throws InterruptedException, SQLException {
        long began = System.nanoTime();
        try (Connection connection = site.server().database().connect()) {
            while (System.nanoTime() - began < PATIENCE.toNanos()) {
                if (site.sender().pending(connection) <= trace.parked()) {
                    return;
                }
                Thread.sleep(BETWEEN_QUESTIONS);
            }
            site.rig().say("  %,d messages are still pending", site.sender().pending(connection));
        }
    }

    private void endMeters() {
        meters.end();
        database.end();
        receiverUsed = site.receiver().cpu().minus(receiverBefore);
    }

    @Override
    public void measuringBegins() {
        backlog.restart();
        beginMeters();
    }

    private void beginMeters() {
        meters.begin();
        database.begin();
        receiverBefore = site.receiver().cpu();
    }

    @Override
    public void measuringEnds() {
        backlog.close();
        if (metersEndAtOnce) {
            endMeters();
        }
    }

    @Override
    public void answered(long number, int status, long due, long now) {
        if (status / 100 == 2) {
            trace.accepted(number, due, now);
        }
    }

    @Override
    public void progress(Progress progress) {
        site.rig()
                .say(
                        "  %3d s %-8s %,6.0f/s accepted, p50 %.2f ms, p99 %.2f ms, errors %d, %,d not yet received",
                        progress.elapsed().toSeconds(),
                        progress.counted() ? "measured" : "warm-up",
                        progress.answeredPerSecond(),
                        progress.p50Millis(),
                        progress.p99Millis(),
                        progress.errors(),
                        trace.underWay());
    }
}
