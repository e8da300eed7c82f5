package io.hookbridge.billing.stripe.wire;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The moment at which an operation gives up, whatever it is doing.
 *
 * @param ticker a clock of nanoseconds, such as {@code System::nanoTime}
 * @param at the moment on that clock
 */
public record Deadline(LongSupplier ticker, long at) {

    /** The deadline that lies {@code budget} ahead. */
    public static Deadline in(Duration budget, LongSupplier ticker) {
        return new Deadline(ticker, ticker.getAsLong() + budget.toNanos());
    }

    /** The time that is left; zero once the deadline has passed, never negative. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, at - ticker.getAsLong()));
    }
}
