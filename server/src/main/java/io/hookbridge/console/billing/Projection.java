package io.hookbridge.console.billing;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** What a month comes to if it goes on as it went so far. Pure. */
final class Projection {

    /** Before this much of the month has passed, nothing can be said. */
    private static final Duration LEAST = Duration.ofDays(1);

    private Projection() {}

    /**
     * @param used so far
     * @param start the month's first instant
     * @param end its last one
     * @return at least {@code used}; empty if it is too early to tell, or there is nothing to go by
     */
    static OptionalLong of(long used, Instant now, Instant start, Instant end) {
        Duration passed = Duration.between(start, now);
        if (used == 0 || passed.compareTo(LEAST) < 0) {
            return OptionalLong.empty();
        }
        double share = (double) Duration.between(start, end).toSeconds() / passed.toSeconds();
        return OptionalLong.of(Math.max(used, Math.round(used * share)));
    }
}
