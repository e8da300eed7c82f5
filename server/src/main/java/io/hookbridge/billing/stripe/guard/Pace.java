package io.hookbridge.billing.stripe.guard;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Hands out moments at an even distance, one to each caller, in the order in which they ask: no
 * burst, and nobody is turned away.
 */
public final class Pace {

    private final long interval;
    private final LongSupplier ticker;
    private final AtomicLong next;

    /**
     * @param perSecond 1 or more
     * @param ticker a clock of nanoseconds
     */
    public Pace(int perSecond, LongSupplier ticker) {
        this.interval = Duration.ofSeconds(1).toNanos() / perSecond;
        this.ticker = ticker;
        this.next = new AtomicLong(ticker.getAsLong());
    }

    /** Takes the next moment: how long until it comes, zero if it is now. */
    public Duration reserve() {
        long now = ticker.getAsLong();
        while (true) {
            long seen = next.get();
            long mine = seen - now > 0 ? seen : now;
            if (next.compareAndSet(seen, mine + interval)) {
                return Duration.ofNanos(mine - now);
            }
        }
    }
}
