package io.hookbridge.delivery;

import java.time.Duration;

/**
 * How often something has happened within about the last minute. A value: what happens next makes
 * another one.
 *
 * @param began when the present minute began, in nanoseconds of a ticker
 * @param before how often it happened in the minute before that
 * @param since how often since it began
 */
record RecentCount(long began, int before, int since) {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    static RecentCount none(long now) {
        return new RecentCount(now, 0, 0);
    }

    /** With one more, that happened now. */
    RecentCount next(long now) {
        RecentCount turned = turned(now);
        return new RecentCount(turned.began, turned.before, turned.since + 1);
    }

    /** In the last 60 seconds, as if what happened in the minute before had been spread evenly. */
    double lastMinute(long now) {
        RecentCount turned = turned(now);
        double left = 1 - (double) (now - turned.began) / MINUTE;
        return turned.since + turned.before * left;
    }

    private RecentCount turned(long now) {
        long age = now - began;
        if (age < MINUTE) {
            return this;
        }
        return age < 2 * MINUTE
                ? new RecentCount(began + MINUTE, since, 0)
                : new RecentCount(now, 0, 0);
    }
}
