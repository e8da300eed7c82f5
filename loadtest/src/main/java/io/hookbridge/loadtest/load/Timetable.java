package io.hookbridge.loadtest.load;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/** Sends each request at a moment of its own, and waits for no answer before it sends the next. */
public final class Timetable {

    private static final int MOST_CONNECTIONS = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(10);

    private Timetable() {}

    /**
     * Returns when the last request was answered or given up.
     *
     * @param dues when the n-th request is to be sent, after the start; never earlier than the one
     *     before
     * @return what went wrong how often; nothing if all were answered with 2xx
     */
    public static Map<String, Long> run(
            int port, List<Duration> dues, LongFunction<Request> requests, Observer observer)
            throws IOException, InterruptedException {
        Tally tally = new Tally();
        try (Connections connections =
                new Connections(port, MOST_CONNECTIONS, observer, () -> null)) {
            long start = System.nanoTime();
            long last = start;
            for (int i = 0; i < dues.size(); i++) {
                Request request = requests.apply(i);
                long due = start + dues.get(i).toNanos();
                awaitMoment(due);
                connections.start(new Exchange(request, i, due, tally));
                if (due - last > BETWEEN_PROGRESS.toNanos()) {
                    observer.progress(
                            progress(tally, due - start, due - last, connections.unfinished()));
                    last = due;
                }
            }
            connections.finish(PATIENCE);
        }
        return tally.errors();
    }

    private static void awaitMoment(long due) throws InterruptedException {
        long wait;
        while ((wait = due - System.nanoTime()) > 0) {
            LockSupport.parkNanos(wait);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private static Observer.Progress progress(
            Tally tally, long elapsed, long stretch, int unfinished) {
        Histogram recent = tally.recent();
        return new Observer.Progress(
                Duration.ofNanos(elapsed),
                true,
                recent.getTotalCount() * 1e9 / stretch,
                recent.getValueAtPercentile(50) / 1_000.0,
                recent.getValueAtPercentile(99) / 1_000.0,
                unfinished,
                tally.errorCount());
    }
}
