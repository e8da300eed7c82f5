package io.hookbridge.base;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.time.Duration;

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

    private final int tokens;
    private final Duration interval;
    private final Ticker ticker;
    private final Cache<K, TokenBucket> buckets;

    /**
     * @param tokens how many may be taken at once, at least 1
     * @param perMinute how many come back in a minute, at least 1
     */
    public TokenBuckets(int tokens, int perMinute, Ticker ticker) {
        this(tokens, Duration.ofMinutes(1).dividedBy(perMinute), ticker);
    }

    /**
     * @param tokens how many may be taken at once, at least 1
     * @param interval after which one comes back, more than zero
     */
    public TokenBuckets(int tokens, Duration interval, Ticker ticker) {
        this.tokens = tokens;
        this.interval = interval;
        this.ticker = ticker;
        this.buckets =
                Caffeine.newBuilder()
                        .maximumSize(MOST_KEYS)
                        .ticker(ticker::nanos)
                        .expireAfterAccess(interval.multipliedBy(tokens).plusSeconds(1))
                        .executor(Runnable::run)
                        .build();
    }

    /** Takes one token: zero if there was one, else how long until the next. */
    public Duration take(K key) {
        return of(key).take();
    }

    /** What {@link #take} would answer, without taking. */
    public Duration wait(K key) {
        TokenBucket known = buckets.getIfPresent(key);
        return known == null ? Duration.ZERO : known.untilNext();
    }

    /** The bucket of this key. To be used at once: one that was full for a while is forgotten. */
    public TokenBucket of(K key) {
        return buckets.get(key, _ -> new TokenBucket(tokens, interval, ticker));
    }
}
