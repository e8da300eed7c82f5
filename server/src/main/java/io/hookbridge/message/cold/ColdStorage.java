package io.hookbridge.message.cold;

import io.hookbridge.base.Ticker;
import io.hookbridge.bucket.Bucket;
import io.hookbridge.bucket.BucketException;
import io.hookbridge.bucket.BucketTrouble;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The bucket as this node sees it. After a call that failed because the storage is of no use now,
 * further ones fail at once for a while, so that nobody waits for it in turn.
 *
 * <p>Safe for use by many threads.
 */
public final class ColdStorage {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Longer than the pause between two steps of whoever moves payloads. */
    private static final Duration REMEMBERED = Duration.ofMinutes(2);

    private final @Nullable Bucket bucket;
    private final Ticker ticker;
    private @Nullable BucketTrouble trouble;
    private long troubleAt;
    private Duration pause = Duration.ZERO;
    private long pausedSince;

    /**
     * @param bucket null if none is configured
     */
    private ColdStorage(@Nullable Bucket bucket, Ticker ticker) {
        this.bucket = bucket;
        this.ticker = ticker;
    }

    public static ColdStorage in(Bucket bucket, Ticker ticker) {
        return new ColdStorage(bucket, ticker);
    }

    /** For an installation without a bucket. */
    public static ColdStorage none() {
        return new ColdStorage(null, () -> 0);
    }

    /** Whether there is a bucket. */
    public boolean isConfigured() {
        return bucket != null;
    }

    /**
     * What was wrong with the last call; empty if it went well, or was long ago: what goes on shows
     * itself again.
     */
    public synchronized Optional<BucketTrouble> trouble() {
        return Optional.ofNullable(trouble)
                .filter(_ -> ticker.nanos() - troubleAt < REMEMBERED.toNanos());
    }

    /** The same as a sentence that says what to do. */
    public List<String> warnings() {
        return trouble()
                .map(what -> "cold storage: %s: %s".formatted(what.sentence(), what.remedy()))
                .stream()
                .toList();
    }

    /**
     * Reads from the bucket for somebody who waits.
     *
     * @throws BucketException if that failed, or would now
     */
    <T> T read(Function<Bucket, T> call) {
        BucketTrouble paused = paused();
        if (paused != null) {
            throw new BucketException(paused);
        }
        try {
            return with(call);
        } catch (BucketException failure) {
            if (failure.trouble().isGeneral() && !Thread.currentThread().isInterrupted()) {
                pause();
            }
            throw failure;
        }
    }

    /**
     * Does something with the bucket. That it fails keeps nobody from reading: who may not write or
     * delete may read, perhaps.
     *
     * @throws BucketException if it failed
     */
    <T> T with(Function<Bucket, T> call) {
        if (bucket == null) {
            throw noted(new BucketException(BucketTrouble.NOT_CONFIGURED));
        }
        try {
            T done = call.apply(bucket);
            wentWell();
            return done;
        } catch (BucketException failure) {
            throw noted(failure);
        }
    }

    private synchronized @Nullable BucketTrouble paused() {
        return !pause.isZero() && ticker.nanos() - pausedSince < pause.toNanos() ? trouble : null;
    }

    private synchronized void wentWell() {
        trouble = null;
        pause = Duration.ZERO;
    }

    private synchronized BucketException noted(BucketException failure) {
        // Who was interrupted has learnt nothing of the storage.
        if (!Thread.currentThread().isInterrupted()) {
            trouble = failure.trouble();
            troubleAt = ticker.nanos();
        }
        return failure;
    }

    private synchronized void pause() {
        if (pause.isZero() || ticker.nanos() - pausedSince >= pause.toNanos()) {
            Duration twice = pause.multipliedBy(2);
            pause =
                    pause.isZero()
                            ? FIRST_PAUSE
                            : twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
            pausedSince = ticker.nanos();
        }
    }
}
