package io.hookbridge.insight.metric;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Sums the counts of a window, those that are not folded yet among them. */
public final class ReadCounts {

    private final Jdbi jdbi;
    private final InstantSource clock;

    public ReadCounts(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Of the whole window.
     *
     * @param direction of the messages; what goes in another is left out unless an endpoint is
     *     asked for
     * @param endpoint null for all of the environment; one of another environment has no counts
     *     here
     */
    public Counts total(
            EnvironmentId environment,
            Direction direction,
            @Nullable TargetId endpoint,
            Window window) {
        return Counts.sum(buckets(environment, direction, endpoint, window).values());
    }

    /**
     * The same of as long a time before that. Before the last 30 days only whole days are known
     * (UTC), so it is the 30 before the one in which they begin.
     */
    public Counts totalBefore(
            EnvironmentId environment,
            Direction direction,
            @Nullable TargetId endpoint,
            Window window) {
        Duration length = window.bucket().multipliedBy(window.buckets());
        if (window != Window.MONTH) {
            Instant then = clock.instant().minus(length);
            return Counts.sum(buckets(environment, direction, endpoint, window, then).values());
        }
        Instant end = window.start(clock.instant()).truncatedTo(ChronoUnit.DAYS);
        return Counts.sum(
                buckets(environment, direction, endpoint, Window.QUARTER, end.minusMillis(1))
                        .tailMap(end.minus(length))
                        .values());
    }

    /**
     * Of each bucket of the window by its beginning, the oldest first, empty ones among them; the
     * rest as for {@link #total}.
     */
    public SortedMap<Instant, Counts> buckets(
            EnvironmentId environment,
            Direction direction,
            @Nullable TargetId endpoint,
            Window window) {
        return buckets(environment, direction, endpoint, window, clock.instant());
    }

    private SortedMap<Instant, Counts> buckets(
            EnvironmentId environment,
            Direction direction,
            @Nullable TargetId endpoint,
            Window window,
            Instant now) {
        TreeMap<Instant, Counts> buckets = new TreeMap<>();
        for (int i = 0; i < window.buckets(); i++) {
            buckets.put(window.start(now).plus(window.bucket().multipliedBy(i)), new Counts());
        }
        if (endpoint != null && CountBucket.isAll(endpoint.value())) {
            // Nobody who asks for an endpoint means an id that stands for all of them.
            return buckets;
        }
        UUID of = endpoint == null ? CountBucket.all(direction) : endpoint.value();
        // One snapshot, so that what is folded meanwhile is seen once.
        jdbi.useTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle -> {
                    CountStore.addFolded(
                            handle,
                            environment,
                            of,
                            window,
                            now,
                            moment -> buckets.floorEntry(moment).getValue());
                    CountStore.addUnfolded(
                            handle,
                            environment,
                            endpoint,
                            (ofEnvironment, going, ofEndpoint, minute) ->
                                    ofEnvironment.equals(environment.value())
                                                    && (endpoint == null
                                                            ? going == direction
                                                            : ofEndpoint.equals(of))
                                                    && !minute.isBefore(window.start(now))
                                                    && minute.isBefore(window.end(now))
                                            ? buckets.floorEntry(minute).getValue()
                                            : null);
                });
        return buckets;
    }
}
