package io.hookbridge.net.client;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;

/**
 * The targets that lately sent something nobody had asked for. Whoever does that once will do it
 * again, and what comes between a request and its answer cannot be told from the answer; so none of
 * their connections is used twice. Belongs to one loop.
 */
final class Distrust {

    /** More than anybody has who does so without meaning to; the first are forgotten first. */
    private static final int MOST = 4096;

    private final long nanos;

    /** Until when, of {@link System#nanoTime}; in the order in which they end. */
    private final LinkedHashMap<Pool.Key, Long> ends = new LinkedHashMap<>();

    /**
     * @param time from the last time that a target did it
     */
    Distrust(Duration time) {
        this.nanos = time.toNanos();
    }

    void begin(Pool.Key of) {
        ends.putLast(of, System.nanoTime() + nanos);
        if (ends.size() > MOST) {
            ends.pollFirstEntry();
        }
    }

    boolean isOf(Pool.Key key) {
        Long end = ends.isEmpty() ? null : ends.get(key);
        return end != null && System.nanoTime() - end < 0;
    }

    /** Forgets those whose time is over. */
    void sweep() {
        Iterator<Long> all = ends.values().iterator();
        while (all.hasNext() && System.nanoTime() - all.next() >= 0) {
            all.remove();
        }
    }

    int size() {
        return ends.size();
    }
}
