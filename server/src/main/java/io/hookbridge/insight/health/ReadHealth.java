package io.hookbridge.insight.health;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells how deliveries to endpoints go. Endpoints of another environment have nothing here. Sums
 * are those of about a second ago.
 */
public final class ReadHealth {

    /** What waits is counted up to here; there may be millions. */
    public static final int MOST_COUNTED = 1_000;

    private final HealthStore store;
    private final InstantSource clock;

    public ReadHealth(Jdbi jdbi, InstantSource clock) {
        this.store = new HealthStore(jdbi);
        this.clock = clock;
    }

    /** The last day of each of {@code endpoints}, in their order. */
    public Map<EndpointId, EndpointDay> days(
            EnvironmentId environment, Collection<EndpointId> endpoints) {
        Instant now = clock.instant();
        Map<UUID, List<EndpointDay.Hour>> hours =
                store.hours(environment, endpoints, EndpointDay.start(now));
        Map<EndpointId, EndpointDay> days = new LinkedHashMap<>();
        endpoints.forEach(endpoint ->
                days.put(
                        endpoint,
                        EndpointDay.of(hours.getOrDefault(endpoint.value(), List.of()), now)));
        return days;
    }

    /**
     * What 95 of 100 answers of the last day did not take longer than, in milliseconds, by
     * endpoint; without those that did not answer.
     */
    public Map<EndpointId, Integer> slowAnswers(
            EnvironmentId environment, Collection<EndpointId> endpoints) {
        return store.percentiles(environment, endpoints, EndpointDay.start(clock.instant()), 95);
    }

    /**
     * How many messages to each endpoint wait in the queue, due or not; {@link #MOST_COUNTED} + 1
     * for more than that.
     */
    public Map<EndpointId, Integer> waiting(
            EnvironmentId environment, Collection<EndpointId> endpoints) {
        return store.waiting(environment, endpoints, MOST_COUNTED + 1);
    }

    /**
     * What the attempt came to that failed last, of a message that waits for another one, or else
     * of one that was given up.
     */
    public Optional<Trouble> trouble(EnvironmentId environment, EndpointId endpoint) {
        return store.waitingFailure(environment, endpoint)
                .or(() -> store.lastGivenUp(environment, endpoint));
    }
}
