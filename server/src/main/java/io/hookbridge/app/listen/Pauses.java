package io.hookbridge.app.listen;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before something is tried again: twice as long each time, from a second to half
 * a minute, and up to a half less, so that those who have lost the same server do not all come back
 * at once. Belongs to one thread.
 */
final class Pauses {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private Duration next = FIRST;

    Pauses(RandomGenerator random) {
        this.random = random;
    }

    /** The next one. */
    Duration next() {
        Duration most = next;
        next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
        long half = most.toMillis() / 2;
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }

    /** It worked: begins anew. */
    void reset() {
        next = FIRST;
    }
}
