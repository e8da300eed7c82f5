package io.hookbridge.pull.event;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Ticker;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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
    static final int MOST_OF_ENVIRONMENT = 100;

    /** How many of one tenant may wait on this server. */
    static final int MOST_OF_TENANT = 200;

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Jdbi jdbi;
    private final Ticker ticker;
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    /** Places that are taken, by the environment and by the tenant; for who holds this lock. */
    private final Map<Object, Integer> taken = new HashMap<>();

    /** How a wait ended. */
    enum End {
        /** The endpoint has received something more, perhaps nothing that is waited for. */
        RECEIVED,
        /** It is of no use to wait any longer. */
        OVER
    }

    /**
     * @param seen when the last event was received that is known of; null for none
     * @param from by the ticker, in nanoseconds; does not end before with what was received
     * @param until by the ticker, in nanoseconds
     */
    private record Wait(
            InboundEndpointId endpoint,
            EnvironmentId environment,
            @Nullable Instant seen,
            long from,
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
     * The place of a request that waits, perhaps several times, until it is closed. For a caller
     * who has gone no wait lasts.
     */
    final class Place implements Call.Watcher, AutoCloseable {

        private final TenantId tenant;
        private final EnvironmentId environment;
        private @Nullable Wait last;
        private boolean gone;

        private Place(TenantId tenant, EnvironmentId environment) {
            this.tenant = tenant;
            this.environment = environment;
        }

        /**
         * Ends when the endpoint has received something after {@code seen}, but not before {@code
         * from}, or when {@code until} is reached; at once if the server ends.
         *
         * @param endpoint of the place's environment
         * @param from by the ticker, in nanoseconds, as is {@code until}
         */
        CompletableFuture<End> await(
                InboundEndpointId endpoint, @Nullable Instant seen, long from, long until) {
            Wait wait =
                    new Wait(endpoint, environment, seen, from, until, new CompletableFuture<>());
            waits.add(wait);
            if (ended || isGone(wait)) {
                // The others were ended, perhaps before this one was among them.
                EventWaits.this.end(wait, End.OVER);
            }
            return wait.end();
        }

        private synchronized boolean isGone(Wait wait) {
            last = wait;
            return gone;
        }

        @Override
        public void callerGone() {
            Wait wait;
            synchronized (this) {
                gone = true;
                wait = last;
            }
            if (wait != null) {
                EventWaits.this.end(wait, End.OVER);
            }
        }

        @Override
        public void answered(boolean whole) {}

        @Override
        public void close() {
            synchronized (taken) {
                taken.computeIfPresent(environment, (_, count) -> count == 1 ? null : count - 1);
                taken.computeIfPresent(tenant, (_, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    /**
     * Takes a place for a request, to be closed when it is answered.
     *
     * @throws ApiError {@code RATE_LIMIT_EXCEEDED} if too many of the environment or the tenant
     *     have one
     */
    Place enter(TenantId tenant, EnvironmentId environment) {
        synchronized (taken) {
            if (taken.getOrDefault(environment, 0) >= MOST_OF_ENVIRONMENT) {
                throw full("environment", MOST_OF_ENVIRONMENT);
            }
            if (taken.getOrDefault(tenant, 0) >= MOST_OF_TENANT) {
                throw full("tenant", MOST_OF_TENANT);
            }
            taken.merge(environment, 1, Integer::sum);
            taken.merge(tenant, 1, Integer::sum);
        }
        return new Place(tenant, environment);
    }

    private static ApiError full(String whose, int most) {
        return new ApiError(
                        ErrorCode.RATE_LIMIT_EXCEEDED,
                        "%d requests wait for events of this %s already, ask again later or without wait"
                                .formatted(most, whose))
                .retryAfter(SOON);
    }

    /** Ends the waits whose time is over, and those for endpoints that have received something. */
    public void step() {
        long now = ticker.nanos();
        for (Wait wait : waits) {
            if (now - wait.until() >= 0) {
                end(wait, End.OVER);
            }
        }
        List<Wait> due = waits.stream().filter(wait -> now - wait.from() >= 0).toList();
        if (due.isEmpty()) {
            return;
        }
        Map<InboundEndpointId, Instant> received =
                WaitStore.lastReceived(
                        jdbi,
                        due.stream().map(Wait::environment).collect(Collectors.toSet()),
                        due.stream().map(Wait::endpoint).collect(Collectors.toSet()));
        for (Wait wait : due) {
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
