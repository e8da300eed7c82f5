package io.hookbridge.insight.metric;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sums the counts of a window, those that are not folded yet among them. */
public final class ReadCounts {

    private final CountStore store;
    private final InstantSource clock;

    public ReadCounts(Jdbi jdbi, InstantSource clock) {
        this.store = new CountStore(jdbi);
        this.clock = clock;
    }

    /**
     * Of the whole window.
     *
     * @param endpoint null for all of the environment; one of another environment has no counts
     *     here
     */
    public Counts total(EnvironmentId environment, @Nullable EndpointId endpoint, Window window) {
        return store.total(environment, endpoint, window, clock.instant());
    }

    /**
     * Of each bucket of the window by its beginning, the oldest first, empty ones among them.
     *
     * @param endpoint null for all of the environment; one of another environment has no counts
     *     here
     */
    public Map<Instant, Counts> buckets(
            EnvironmentId environment, @Nullable EndpointId endpoint, Window window) {
        Instant now = clock.instant();
        Map<Instant, Counts> buckets = new LinkedHashMap<>();
        for (int i = 0; i < window.buckets(); i++) {
            buckets.put(window.start(now).plus(window.bucket().multipliedBy(i)), Counts.NONE);
        }
        buckets.putAll(store.buckets(environment, endpoint, window, now));
        return buckets;
    }
}
