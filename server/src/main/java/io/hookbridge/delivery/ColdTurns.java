package io.hookbridge.delivery;

import io.hookbridge.base.Ticker;
import io.hookbridge.delivery.fair.Shares.Share;

import java.time.Duration;

/**
 * The places in which messages of one environment wait for their payloads, and when those come
 * again that found none: one after the other, as fast as its places become free. So each of them is
 * taken out of the queue and given back about once, or every quarter of an hour where there are
 * very many. Nobody waits for those of another environment.
 *
 * <p>Safe for use by many threads.
 */
final class ColdTurns {

    /** The most messages that wait for their payloads on a node; further ones are in the queue. */
    static final int MOST = 64;

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    /** What a place is taken for, before anybody knows. */
    private static final Duration GUESSED = Duration.ofMillis(200);

    /** A fetch counts for one in so many of the average. */
    private static final int OF_AVERAGE = 16;

    private final Share places;
    private final Ticker ticker;
    private long average = GUESSED.toNanos();
    private long last;

    /**
     * @param places its share of {@link #MOST}
     */
    ColdTurns(Share places, Ticker ticker) {
        this.places = places;
        this.ticker = ticker;
        this.last = ticker.nanos();
    }

    /** Takes a place if the environment may have one. */
    boolean enter() {
        return places.tryTake(1);
    }

    /** Gives back a place that was taken for so long, in nanoseconds. */
    synchronized void leave(long nanos) {
        average += (nanos - average) / OF_AVERAGE;
        places.giveBack(1);
    }

    /** How long the next one rests that finds no place now. */
    synchronized Duration next() {
        long now = ticker.nanos();
        long rest = Math.max(last - now, SHORTEST.toNanos()) + average / Math.max(1, places.held());
        rest = Math.min(rest, LONGEST.toNanos());
        last = now + rest;
        return Duration.ofNanos(rest);
    }

    /**
     * How many messages it is worth while to fetch that are cold: none until half of the places are
     * free that the environment may have, so that a statement brings several.
     */
    int room() {
        long room = places.room();
        return room < places.held() ? 0 : Math.toIntExact(room);
    }
}
