package io.hookbridge.insight.metric;

import io.hookbridge.base.Direction;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;

/**
 * What counts are kept for.
 *
 * @param endpoint {@link #all} for all of the environment together
 * @param start of the minute, hour or day in which the messages were created
 */
record CountBucket(UUID environment, UUID endpoint, Instant start) {

    /** Stands for all endpoints of an environment, as far as messages go in {@code direction}. */
    static UUID all(Direction direction) {
        return new UUID(
                0,
                switch (direction) {
                    case OUTBOUND -> 0;
                    case INBOUND -> 1;
                    case PULL -> 2;
                });
    }

    /** Whether it stands for more than one endpoint. */
    static boolean isAll(UUID endpoint) {
        return Arrays.stream(Direction.values())
                .anyMatch(direction -> all(direction).equals(endpoint));
    }

    CountBucket ofAllEndpoints(Direction direction) {
        return new CountBucket(environment, all(direction), start);
    }

    /** The same of the hour or day that it lies in, by UTC, whatever the session's time zone is. */
    CountBucket of(ChronoUnit unit) {
        return new CountBucket(environment, endpoint, start.truncatedTo(unit));
    }
}
