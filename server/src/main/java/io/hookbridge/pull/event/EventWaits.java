package io.hookbridge.pull.event;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.Ticker;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Has callers wait until an endpoint has received something more, without a thread for each: a loop
 * looks for all of them together, in one statement, and only while somebody waits. It looks into
 * the rows that every server locks before it stores events, so it does not matter which server
 * received them. Safe for use by many threads.
 */
public final class EventWaits {

    /** How often {@link #step} should run; so long a caller may wait for what is there already. */
    public static final Duration EVERY = Duration.ofMillis(100);

    /** How many may wait for events of one environment on this server. */
    static final int MOST = 100;

    private final Jdbi jdbi;
    private final Ticker ticker;
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    /** How a wait ended. */
    enum End {
        /** The endpoint has received something more, perhaps nothing that is waited for. */
        RECEIVED,
        /** It is of no use to wait any longer. */
        OVER
    }

    /**
     * @param seen when the last event was received that is known of; null for none
     * @param until by the ticker, in nanoseconds
     */
    private record Wait(
            EnvironmentId environment,
            InboundEndpointId endpoint,
            @Nullable Instant seen,
            long until,
            CompletableFuture<End> end) {

        boolean isOlderThan(@Nullable Instant last) {
            return last != null && (seen == null || last.isAfter(seen));
        }
    }

    public EventWaits(Jdbi jdbi, Ticker ticker) {
        this.jdbi = jdbi;
        this.ticker = ticker;
    }

    /**
     * Ends when the endpoint has received something after {@code seen}, or when {@code until} is
     * reached; at once if too many wait for events of the environment, or the server ends.
     *
     * @param until by the ticker, in nanoseconds
     */
    CompletableFuture<End> await(
            EnvironmentId environment,
            InboundEndpointId endpoint,
            @Nullable Instant seen,
            long until) {
        long present =
                waits.stream().filter(wait -> wait.environment().equals(environment)).count();
        if (ended || present >= MOST) {
            return CompletableFuture.completedFuture(End.OVER);
        }
        Wait wait = new Wait(environment, endpoint, seen, until, new CompletableFuture<>());
        waits.add(wait);
        if (ended) {
            // The others were ended before this one was among them.
            end(wait, End.OVER);
        }
        return wait.end();
    }

    /** Ends the waits whose time is over, and those for endpoints that have received something. */
    public void step() {
        List<Wait> present = List.copyOf(waits);
        if (present.isEmpty()) {
            return;
        }
        long now = ticker.nanos();
        for (Wait wait : present) {
            if (now - wait.until() >= 0) {
                end(wait, End.OVER);
            }
        }
        Map<InboundEndpointId, Instant> received =
                WaitStore.lastReceived(
                        jdbi,
                        present.stream().map(Wait::environment).collect(Collectors.toSet()),
                        present.stream().map(Wait::endpoint).collect(Collectors.toSet()));
        for (Wait wait : present) {
            if (wait.isOlderThan(received.get(wait.endpoint()))) {
                end(wait, End.RECEIVED);
            }
        }
    }

    private void end(Wait wait, End how) {
        if (waits.remove(wait)) {
            wait.end().complete(how);
        }
    }

    /** Ends all waits, so that a server that is about to end need not wait for them. */
    public void end() {
        ended = true;
        waits.forEach(wait -> end(wait, End.OVER));
    }

    /** How many wait now. */
    int waiting() {
        return waits.size();
    }
}
