package io.hookbridge.loadtest.keepalive;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * The pause between two messages to an endpoint, beside the time for which its receiver keeps a
 * connection.
 *
 * @param name how it differs from that time
 * @param least in milliseconds, as is {@code most}
 */
record Rhythm(String name, long least, long most) {

    /** What is tried around an idle time. */
    static List<Rhythm> around(Duration idle) {
        long millis = idle.toMillis();
        // A second less than a second would be no pause at all.
        long second = Math.min(1_000, millis / 2);
        return List.of(
                new Rhythm("a second less", millis - second, millis - second),
                new Rhythm("50 ms less", millis - 50, millis - 50),
                new Rhythm("10 ms less", millis - 10, millis - 10),
                new Rhythm("the idle time", millis, millis),
                new Rhythm("10 ms more", millis + 10, millis + 10),
                new Rhythm("50 ms more", millis + 50, millis + 50),
                new Rhythm("a second more", millis + 1_000, millis + 1_000),
                new Rhythm("anything between these", millis - second, millis + 1_000));
    }

    Duration next(Random random) {
        return Duration.ofMillis(random.nextLong(least, most + 1));
    }
}
