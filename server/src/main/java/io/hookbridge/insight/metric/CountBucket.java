package io.hookbridge.insight.metric;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * What counts are kept for.
 *
 * @param endpoint {@link #ALL} for all of the environment together
 * @param start of the minute or hour in which the messages were created
 */
record CountBucket(UUID environment, UUID endpoint, Instant start) {

    /** Stands for all endpoints of an environment. */
    static final UUID ALL = new UUID(0, 0);

    CountBucket ofAllEndpoints() {
        return new CountBucket(environment, ALL, start);
    }

    /** Hours of UTC, whatever the session's time zone is. */
    CountBucket ofHour() {
        return new CountBucket(environment, endpoint, start.truncatedTo(ChronoUnit.HOURS));
    }
}
