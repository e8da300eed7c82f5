package io.hookbridge.loadtest.simulate;

import org.jspecify.annotations.Nullable;

/**
 * A step on a message's way.
 *
 * @param station whose work it is; null for time that passes without any, such as a receiver's
 * @param seconds that it takes
 * @param accepts whether the sender has its answer after it
 */
record Hop(@Nullable Station station, double seconds, boolean accepts) {

    static Hop work(Station station, double micros) {
        return new Hop(station, micros / 1e6, false);
    }

    static Hop pause(double millis) {
        return new Hop(null, millis / 1e3, false);
    }

    /** The same, after which the sender has its answer. */
    Hop accepting() {
        return new Hop(station, seconds, true);
    }
}
