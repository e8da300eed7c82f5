package io.hookbridge.billing.stripe.guard;

import io.hookbridge.base.Ticker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands out moments at an even distance, one to each caller, in the order in which they ask: no
 * burst, and nobody is turned away.
 */
public final class Pace {

    private final long interval;
    private final Ticker ticker;
    private final AtomicLong next;

    /**
     * @param perSecond 1 or more
     * @param ticker a clock of nanoseconds
     */
    public Pace(int perSecond, Ticker ticker) {
        this.interval = Duration.ofSeconds(1).toNanos() / perSecond;
        this.ticker = ticker;
        this.next = new AtomicLong(ticker.nanos());
    }

    /** Takes the next moment: how long until it comes, zero if it is now. */
    public Duration reserve() {
        long now = ticker.nanos();
        while (true) {
            long seen = next.get();
            long mine = seen - now > 0 ? seen : now;
            if (next.compareAndSet(seen, mine + interval)) {
                return Duration.ofNanos(mine - now);
            }
        }
    }
}
