package io.hookbridge.loadtest.load;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Sends requests at equal intervals and waits for no answer before it sends the next. */
public final class OpenLoop {

    /**
     * Waking up costs as much as sending, so at a high rate several requests go out together, each
     * late by less than this.
     */
    private static final Duration SHORTEST_PARK = Duration.ofNanos(500_000);

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(4);
    private static final double NANOS = 1e9;

    private final Load load;
    private final Observer observer;
    private final Connections connections;
    private final Tally warmUp = new Tally();
    private final Tally measured = new Tally();
    private final Histogram lateness = new Histogram(3);
    private final long warmUpRequests;
    private final long requests;
    private final long start;

    private OpenLoop(Load load, Observer observer, Connections connections) {
        this.load = load;
        this.observer = observer;
        this.connections = connections;
        this.warmUpRequests = load.warmUpCount();
        this.requests = load.count();
        this.start = System.nanoTime();
    }

    /** Returns when the last request was answered or given up. */
    public static LoadResult run(Load load, Observer observer)
            throws IOException, InterruptedException {
        try (Connections connections =
                new Connections(load.port(), load.connections(), observer, () -> null)) {
            return new OpenLoop(load, observer, connections).run();
        }
    }

    private LoadResult run() throws InterruptedException {
        Thread pacer = Thread.ofPlatform().name("load-pacer").daemon().start(this::keepPace);
        try {
            watch(warmUp, 0, due(warmUpRequests));
            observer.measuringBegins();
            watch(measured, due(warmUpRequests), due(requests));
            pacer.join();
            observer.measuringEnds();
            connections.finish(PATIENCE);
        } finally {
            pacer.interrupt();
        }
        return result();
    }

    private long due(long index) {
        return start + load.due(index);
    }

    private void keepPace() {
        for (long i = 0; i < requests && !Thread.currentThread().isInterrupted(); i++) {
            long due = due(i);
            Request request = load.requests().apply(i);
            long wait = due - System.nanoTime();
            while (wait > 0 && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(Math.max(wait, SHORTEST_PARK.toNanos()));
                wait = due - System.nanoTime();
            }
            boolean counts = i >= warmUpRequests;
            if (counts) {
                lateness.recordValue(Math.max(0, -wait) / 1_000);
            }
            connections.start(new Exchange(request, i, due, counts ? measured : warmUp));
        }
    }

    /** Tells the observer about a phase until it is over. */
    private void watch(Tally tally, long from, long until) throws InterruptedException {
        long last = from == 0 ? start : from;
        while (true) {
            long now = System.nanoTime();
            long pause = Math.min(until - now, last + BETWEEN_PROGRESS.toNanos() - now);
            if (pause > 0) {
                Thread.sleep(Duration.ofNanos(pause));
            }
            now = System.nanoTime();
            if (now >= until) {
                return;
            }
            observer.progress(progress(tally, last, now));
            last = now;
        }
    }

    private Observer.Progress progress(Tally tally, long last, long now) {
        Histogram recent = tally.recent();
        return new Observer.Progress(
                Duration.ofNanos(now - start),
                tally == measured,
                recent.getTotalCount() * NANOS / (now - last),
                recent.getValueAtPercentile(50) / 1_000.0,
                recent.getValueAtPercentile(99) / 1_000.0,
                connections.unfinished(),
                tally.errorCount());
    }

    private LoadResult result() {
        Histogram latency = measured.total();
        long began = due(warmUpRequests);
        long ended = Math.max(due(requests), measured.lastAnswer());
        return new LoadResult(
                load.perSecond(),
                latency.getTotalCount() * NANOS / (ended - began),
                latency,
                lateness,
                measured.errors(),
                warmUp.errors());
    }
}
