package io.hookbridge.base;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A token bucket for each key: so many at once, and then a steady rate. Buckets live in this
 * process; several nodes allow each their own share.
 *
 * <p>A bucket that was full again and unused is forgotten, so that the number of keys seen does not
 * grow memory without end.
 *
 * @param <K> whom the limit is for
 */
public final class TokenBuckets<K> {

    private static final int MOST_KEYS = 100_000;

    private final long capacity;
    private final long nanosPerToken;
    private final LongSupplier ticker;
    private final Cache<K, Bucket> buckets;

    /**
     * @param capacity how many may be taken at once, at least 1
     * @param perMinute how many come back in a minute, at least 1
     * @param ticker nanoseconds of a clock that never steps back, such as {@code System::nanoTime}
     */
    public TokenBuckets(int capacity, int perMinute, LongSupplier ticker) {
        this.capacity = capacity;
        this.nanosPerToken = Math.max(1, Duration.ofMinutes(1).toNanos() / perMinute);
        this.ticker = ticker;
        this.buckets =
                Caffeine.newBuilder()
                        .maximumSize(MOST_KEYS)
                        .ticker(ticker::getAsLong)
                        .expireAfterAccess(
                                Duration.ofNanos(capacity * nanosPerToken).plusSeconds(1))
                        .build();
    }

    /** Takes one token: zero if there was one, else how long until the next. */
    public Duration take(K key) {
        return bucket(key).take();
    }

    /** What {@link #take} would answer, without taking. */
    public Duration wait(K key) {
        return bucket(key).untilNext();
    }

    private Bucket bucket(K key) {
        return buckets.get(key, k -> new Bucket());
    }

    /**
     * The generic cell rate algorithm: one number says how far ahead of the steady rate the key is.
     */
    private final class Bucket {

        /** When the bucket will be full again. */
        private long fullAt = ticker.getAsLong();

        synchronized Duration take() {
            long ahead = ahead();
            Duration wait = untilNext(ahead);
            if (wait.isZero()) {
                fullAt = ticker.getAsLong() + ahead + nanosPerToken;
            }
            return wait;
        }

        synchronized Duration untilNext() {
            return untilNext(ahead());
        }

        private Duration untilNext(long ahead) {
            return Duration.ofNanos(Math.max(0, ahead - (capacity - 1) * nanosPerToken));
        }

        /** A difference and not a comparison of two times: the ticker may overflow. */
        private long ahead() {
            return Math.max(0, fullAt - ticker.getAsLong());
        }
    }
}
