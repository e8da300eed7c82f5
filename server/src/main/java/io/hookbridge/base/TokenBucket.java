package io.hookbridge.base;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * So many at once, and then a steady rate.
 *
 * <p>Kept as one number, the moment at which the bucket will be full again (the generic cell rate
 * algorithm): taking a token moves it by one interval, and a token is there as long as it lies no
 * further ahead than the whole bucket. Safe for use by many threads.
 */
public final class TokenBucket {

    private final long interval;
    private final long capacity;
    private final Ticker ticker;
    private final AtomicLong fullAt;

    /**
     * @param tokens how many may be taken at once, at least 1
     * @param interval after which one comes back, more than zero
     */
    public TokenBucket(int tokens, Duration interval, Ticker ticker) {
        this.interval = Math.max(1, interval.toNanos());
        this.capacity = this.interval * tokens;
        this.ticker = ticker;
        this.fullAt = new AtomicLong(ticker.nanos());
    }

    /** One second's worth at once, and {@code rate} a second; at least 1. */
    public static TokenBucket perSecond(int rate, Ticker ticker) {
        return new TokenBucket(rate, Duration.ofSeconds(1).dividedBy(rate), ticker);
    }

    /** Takes one token: zero if there was one, else how long until the next. */
    public Duration take() {
        return take(1);
    }

    /**
     * Takes so many tokens or none: zero if they were there, else how long until they are.
     *
     * @param tokens 1 to what the bucket holds
     */
    public Duration take(int tokens) {
        while (true) {
            long now = ticker.nanos();
            long seen = fullAt.get();
            long next = now + ahead(seen, now) + tokens * interval;
            if (next - now > capacity) {
                return Duration.ofNanos(next - now - capacity);
            }
            if (fullAt.compareAndSet(seen, next)) {
                return Duration.ZERO;
            }
        }
    }

    /** Puts back a token that was taken and turned out not to be needed. */
    public void giveBack() {
        giveBack(1);
    }

    /** The same for so many tokens. */
    public void giveBack(int tokens) {
        fullAt.addAndGet(-tokens * interval);
    }

    /** What {@link #take} would answer, without taking. */
    public Duration untilNext() {
        long now = ticker.nanos();
        return Duration.ofNanos(Math.max(0, ahead(fullAt.get(), now) + interval - capacity));
    }

    /** Whether as many tokens are there as it holds. */
    public boolean isFull() {
        return ahead(fullAt.get(), ticker.nanos()) == 0;
    }

    /** A difference and not a comparison of two times: the ticker may overflow. */
    private static long ahead(long fullAt, long now) {
        return Math.max(0, fullAt - now);
    }
}
