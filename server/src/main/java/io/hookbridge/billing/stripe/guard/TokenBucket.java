package io.hookbridge.billing.stripe.guard;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Lets a number of calls through each second, and a burst of as many as one second's worth at once.
 *
 * <p>Kept as one number, the moment at which the bucket will be full again (the generic cell rate
 * algorithm): taking a token moves it by one interval, and a token is there as long as it lies no
 * further ahead than the whole bucket.
 */
public final class TokenBucket {

    private final long interval;
    private final long capacity;
    private final LongSupplier ticker;
    private final AtomicLong fullAt;

    /**
     * @param perSecond 1 or more
     * @param ticker a clock of nanoseconds
     */
    public TokenBucket(int perSecond, LongSupplier ticker) {
        this.interval = Duration.ofSeconds(1).toNanos() / perSecond;
        this.capacity = interval * perSecond;
        this.ticker = ticker;
        this.fullAt = new AtomicLong(ticker.getAsLong());
    }

    /** Takes a token: empty if there was one, else the time until the next. */
    public Optional<Duration> take() {
        long now = ticker.getAsLong();
        while (true) {
            long seen = fullAt.get();
            long next = (seen - now > 0 ? seen : now) + interval;
            if (next - now > capacity) {
                return Optional.of(Duration.ofNanos(next - now - capacity));
            }
            if (fullAt.compareAndSet(seen, next)) {
                return Optional.empty();
            }
        }
    }
}
