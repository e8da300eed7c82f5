package io.hookbridge.loadtest.delivery;

import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.load.Observer;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.receive.Receiver;
import io.hookbridge.loadtest.rig.Meters;
import io.hookbridge.loadtest.rig.Rig;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A load of messages on a server, from the first request until everything has arrived and is
 * written down.
 */
public final class DeliveryLoad implements Observer {

    /** A load that overwhelms the server may take longer to drain than it lasted. */
    public static final Duration MOST = Duration.ofMinutes(10);

    /** After so long without an arrival, what is missing is taken for lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    /** Looking at the database costs what is measured something. */
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);

    private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(4);

    private final Place place;
    private final String name;
    private final Trace trace;
    private final long counted;
    private final Meters meters;
    private final DatabaseMeter database;
    private final Backlog backlog;
    private Duration receiverBefore = Duration.ZERO;
    private Duration receiverUsed = Duration.ZERO;
    private boolean metersEndAtOnce = true;
    private @Nullable Release release;

    /**
     * Where messages are sent and arrive.
     *
     * @param pending what is not finished
     */
    public record Place(Rig rig, ServerProcess server, Receiver receiver, Pending pending) {}

    /** Counts the messages that are neither delivered nor given up, as the database has it. */
    @FunctionalInterface
    public interface Pending {
        long count(Connection connection) throws SQLException;
    }

    /** Lets go what was held back while messages were sent. */
    @FunctionalInterface
    public interface Release {
        void run() throws InterruptedException;
    }

    /** Sends the messages. */
    @FunctionalInterface
    public interface Loop {
        LoadResult run(Observer observer) throws IOException, InterruptedException;
    }

    /**
     * @param name of the load, in tables
     * @param counted the index of the first message that counts
     */
    public DeliveryLoad(Place place, String name, Trace trace, long counted) {
        this.place = place;
        this.name = name;
        this.trace = trace;
        this.counted = counted;
        this.meters = new Meters(place.server());
        this.database = new DatabaseMeter(place.server().database());
        this.backlog = new Backlog(trace::underWay);
    }

    /** The meters run until everything is recorded, and not only while messages are sent. */
    public DeliveryLoad meteredToTheEnd() {
        metersEndAtOnce = false;
        return this;
    }

    /** The same, and they begin to run when all was accepted and {@code newRelease} is called. */
    public DeliveryLoad meteredFrom(Release newRelease) {
        release = newRelease;
        return meteredToTheEnd();
    }

    /** Runs it; once only. */
    public Delivered run(Loop loop) throws InterruptedException, SQLException {
        place.receiver().noteIn(trace.arrivals());
        LoadResult accept;
        Backlog.Course course;
        try (backlog) {
            accept = loop.run(this);
            course = backlog.course();
        } catch (IOException failure) {
            throw new BenchFailure("the load generator failed: " + failure.getMessage());
        }
        long answered = System.nanoTime();
        Release held = release;
        if (held != null) {
            beginMeters();
            held.run();
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
                place.rig().say("  %,d messages have not arrived", last);
                return;
            }
            if (now - lastWord > BETWEEN_PROGRESS.toNanos()) {
                place.rig().say("  draining: %,d messages to come", last);
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
        try (Connection connection = place.server().database().connect()) {
            while (System.nanoTime() - began < PATIENCE.toNanos()) {
                if (place.pending().count(connection) <= trace.parked()) {
                    return;
                }
                Thread.sleep(BETWEEN_QUESTIONS);
            }
            place.rig().say("  %,d messages are still pending", place.pending().count(connection));
        }
    }

    private void endMeters() {
        meters.end();
        database.end();
        receiverUsed = place.receiver().cpu().minus(receiverBefore);
    }

    @Override
    public void measuringBegins() {
        backlog.restart();
        beginMeters();
    }

    private void beginMeters() {
        meters.begin();
        database.begin();
        receiverBefore = place.receiver().cpu();
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
        place.rig()
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
