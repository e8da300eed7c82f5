package io.hookbridge.loadtest.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Sends a number of requests as fast as they are answered: each of some connections sends its next
 * request when it has had the answer to the one before.
 *
 * <p>This finds out how much a server takes, not how long a caller waits: a server that stalls is
 * asked less.
 */
public final class ClosedLoop {

    private final LongFunction<Request> requests;
    private final long count;
    private final AtomicLong next = new AtomicLong();
    private final Tally tally = new Tally();

    private ClosedLoop(LongFunction<Request> requests, long count) {
        this.requests = requests;
        this.count = count;
    }

    /** Returns when the last request was answered, or when {@code patience} is over. */
    public static LoadResult run(
            int port,
            LongFunction<Request> requests,
            long count,
            int connections,
            Duration patience,
            Observer observer)
            throws IOException, InterruptedException {
        return new ClosedLoop(requests, count).run(port, connections, patience, observer);
    }

    private LoadResult run(int port, int most, Duration patience, Observer observer)
            throws IOException, InterruptedException {
        try (Connections connections = new Connections(port, most, observer, this::next)) {
            long start = System.nanoTime();
            observer.measuringBegins();
            for (int i = 0; i < most; i++) {
                Exchange exchange = next();
                if (exchange != null) {
                    connections.start(exchange);
                }
            }
            connections.finish(patience);
            observer.measuringEnds();
            double seconds = (tally.lastAnswer() - start) / 1e9;
            double perSecond = tally.total().getTotalCount() / seconds;
            return new LoadResult(
                    perSecond,
                    perSecond,
                    tally.total(),
                    new Histogram(3),
                    tally.errors(),
                    Map.of());
        }
    }

    private @Nullable Exchange next() {
        long number = next.getAndIncrement();
        return number < count
                ? new Exchange(requests.apply(number), number, System.nanoTime(), tally)
                : null;
    }
}
