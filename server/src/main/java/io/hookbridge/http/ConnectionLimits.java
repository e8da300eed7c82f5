package io.hookbridge.http;

import java.time.Duration;

/**
 * How many connections a listener keeps, and for how long.
 *
 * @param most at once, in all; at least 1
 * @param mostOfOne at once from one address, or one /64 of IPv6, that is no trusted proxy; at least
 *     1
 * @param idle how long one is kept on which nothing is sent in either direction; at least a second
 */
public record ConnectionLimits(int most, int mostOfOne, Duration idle) {

    /** Longer than load balancers keep theirs, so that they close and not we. */
    static final ConnectionLimits USUAL = of(16_384, 1_024);

    /** With the usual patience. */
    public static ConnectionLimits of(int most, int mostOfOne) {
        return new ConnectionLimits(most, mostOfOne, Duration.ofSeconds(90));
    }
}
