package io.hookbridge.insight.metric;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
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
     * @param endpoint null for all of the environment; one of another environment has no counts
     *     here
     */
    public Counts total(EnvironmentId environment, @Nullable EndpointId endpoint, Window window) {
        Counts total = new Counts();
        buckets(environment, endpoint, window).values().forEach(total::add);
        return total;
    }

    /**
     * Of each bucket of the window by its beginning, the oldest first, empty ones among them.
     *
     * @param endpoint null for all of the environment; one of another environment has no counts
     *     here
     */
    public SortedMap<Instant, Counts> buckets(
            EnvironmentId environment, @Nullable EndpointId endpoint, Window window) {
        Instant now = clock.instant();
        TreeMap<Instant, Counts> buckets = new TreeMap<>();
        for (int i = 0; i < window.buckets(); i++) {
            buckets.put(window.start(now).plus(window.bucket().multipliedBy(i)), new Counts());
        }
        UUID of = endpoint == null ? CountBucket.ALL : endpoint.value();
        if (endpoint != null && of.equals(CountBucket.ALL)) {
            // Nobody who asks for an endpoint means the id that stands for all of them.
            return buckets;
        }
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
                            (ofEnvironment, ofEndpoint, minute) ->
                                    ofEnvironment.equals(environment.value())
                                                    && (endpoint == null || ofEndpoint.equals(of))
                                                    && !minute.isBefore(window.start(now))
                                                    && minute.isBefore(window.end(now))
                                            ? buckets.floorEntry(minute).getValue()
                                            : null);
                });
        return buckets;
    }
}
