package io.hookbridge.billing.stripe.wire;

import io.hookbridge.base.Ticker;

import java.time.Duration;

/**
 * The moment at which an operation gives up, whatever it is doing.
 *
 * @param at the moment on that clock
 */
public record Deadline(Ticker ticker, long at) {

    /** The deadline that lies {@code budget} ahead. */
    public static Deadline in(Duration budget, Ticker ticker) {
        return new Deadline(ticker, ticker.nanos() + budget.toNanos());
    }

    /** The time that is left; zero once the deadline has passed, never negative. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, at - ticker.nanos()));
    }
}
