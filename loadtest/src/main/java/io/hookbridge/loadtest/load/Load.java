package io.hookbridge.loadtest.load;

import java.time.Duration;
import java.util.function.LongFunction;

/**
 * What to send, how fast and for how long.
 *
 * @param port on the loopback address
 * @param requests the n-th request, from 0
 * @param perSecond more than 0
 * @param warmUp a first stretch whose outcomes are not counted; zero for none
 * @param measured the stretch that counts
 * @param connections the most at once; beyond it, requests wait here instead of at the server, and
 *     are late all the same
 */
public record Load(
        int port,
        LongFunction<Request> requests,
        double perSecond,
        Duration warmUp,
        Duration measured,
        int connections) {

    private static final int USUAL_CONNECTIONS = 256;

    public Load {
        if (!(perSecond > 0) || measured.isZero() || measured.isNegative() || warmUp.isNegative()) {
            throw new IllegalArgumentException("a load needs a rate and a time");
        }
    }

    /** With up to 256 connections. */
    public Load(
            int port,
            LongFunction<Request> requests,
            double perSecond,
            Duration warmUp,
            Duration measured) {
        this(port, requests, perSecond, warmUp, measured, USUAL_CONNECTIONS);
    }

    /** How many requests are due in the warm-up. */
    public long warmUpCount() {
        return count(warmUp);
    }

    /** How many requests are due in all. */
    public long count() {
        return warmUpCount() + Math.max(1, count(measured));
    }

    private long count(Duration stretch) {
        return Math.round(perSecond * stretch.toNanos() / 1e9);
    }

    /** When request {@code number} is due, in nanoseconds after the start. */
    long due(long number) {
        return Math.round(number / perSecond * 1e9);
    }
}
