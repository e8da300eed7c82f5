package io.hookbridge.billing.sync;

import java.time.Duration;

/** How long to wait after failures in a row: longer each time, up to a bound. */
public final class Backoff {

    private Backoff() {}

    /**
     * One second after the first failure, twice as long after each further one, at most {@code
     * longest}; and up to a tenth more, so that those who failed together do not come again
     * together.
     *
     * @param failures 1 or more
     * @param who decides the tenth; the same for each failure of one
     */
    public static Duration after(int failures, Duration longest, String who) {
        Duration doubled = Duration.ofSeconds(1L << Math.min(failures - 1, 20));
        Duration wait = doubled.compareTo(longest) > 0 ? longest : doubled;
        return wait.plusMillis(wait.toMillis() * Math.floorMod(who.hashCode(), 100) / 1_000);
    }
}
