package io.hookbridge.delivery;

import io.hookbridge.base.Ticker;

import java.time.Duration;

/**
 * When messages come again that found no place to wait for their payloads: one after the other, as
 * fast as places become free. So each of them is taken out of the queue and given back about once,
 * or every quarter of an hour where there are very many.
 *
 * <p>Safe for use by many threads.
 */
final class ColdTurns {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    /** What a place is taken for, before anybody knows. */
    private static final Duration GUESSED = Duration.ofMillis(200);

    /** A fetch counts for one in so many of the average. */
    private static final int OF_AVERAGE = 16;

    private final int places;
    private final Ticker ticker;
    private long average = GUESSED.toNanos();
    private long last;

    /**
     * @param places how many wait at once
     */
    ColdTurns(int places, Ticker ticker) {
        this.places = places;
        this.ticker = ticker;
        this.last = ticker.nanos();
    }

    /** A place was taken for so long, in nanoseconds. */
    synchronized void taken(long nanos) {
        average += (nanos - average) / OF_AVERAGE;
    }

    /** How long the next one rests that finds no place now. */
    synchronized Duration next() {
        long now = ticker.nanos();
        long rest = Math.max(last - now, SHORTEST.toNanos()) + average / places;
        rest = Math.min(rest, LONGEST.toNanos());
        last = now + rest;
        return Duration.ofNanos(rest);
    }
}
