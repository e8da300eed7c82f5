package io.hookbridge.loadtest.keepalive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * When a message is sent to which endpoint.
 *
 * @param at after the start
 */
record Moment(Duration at, int endpoint) {

    /** So that not all endpoints begin at once. */
    private static final Duration SHORTEST_BEGINNING = Duration.ofSeconds(10);

    /**
     * The moments of endpoints that have these rhythms in turn, in their order.
     *
     * @param length none is later
     */
    static List<Moment> of(List<Rhythm> rhythms, int endpoints, Duration length, Random random) {
        List<Moment> moments = new ArrayList<>();
        for (int endpoint = 0; endpoint < endpoints; endpoint++) {
            Rhythm rhythm = rhythms.get(endpoint % rhythms.size());
            long beginning = Math.max(SHORTEST_BEGINNING.toMillis(), rhythm.least());
            Duration at = Duration.ofMillis(random.nextLong(beginning));
            while (at.compareTo(length) < 0) {
                moments.add(new Moment(at, endpoint));
                at = at.plus(rhythm.next(random));
            }
        }
        moments.sort(Comparator.comparing(Moment::at));
        return moments;
    }
}
