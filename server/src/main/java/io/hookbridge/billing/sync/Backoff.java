package io.hookbridge.billing.sync;

import java.time.Duration;

/** How long to wait after failures in a row: longer each time, up to a bound. */
public final class Backoff {

    private Backoff() {}

    /**
     * One second after the first failure, twice as long after each further one, at most {@code
     * longest}.
     *
     * @param failures 1 or more
     * @param random between 0 and 1; lengthens the wait by up to a tenth, so that those who failed
     *     together do not come again together
     */
    public static Duration after(int failures, Duration longest, double random) {
        Duration doubled = Duration.ofSeconds(1L << Math.min(failures - 1, 20));
        Duration wait = doubled.compareTo(longest) > 0 ? longest : doubled;
        return wait.plusMillis((long) (wait.toMillis() * 0.1 * random));
    }
}
