package io.hookbridge.message.cold;

import io.hookbridge.base.Ticker;
import io.hookbridge.bucket.Bucket;
import io.hookbridge.bucket.BucketException;
import io.hookbridge.bucket.BucketTrouble;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

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
    private final Map<Use, Noted> troubles = new EnumMap<>(Use.class);
    private @Nullable BucketTrouble pausedFor;
    private Duration pause = Duration.ZERO;
    private long pausedSince;

    /** What somebody wants of the bucket; each may be forbidden by itself. */
    enum Use {
        READ("reading"),
        WRITE("writing"),
        DELETE("deleting");

        private final String word;

        Use(String word) {
            this.word = word;
        }
    }

    private record Noted(BucketTrouble trouble, long at) {}

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
     * What was wrong with the last call of any use; empty if the last of each went well, or was
     * long ago: what goes on shows itself again.
     */
    public Optional<BucketTrouble> trouble() {
        return troubles().keySet().stream().findFirst();
    }

    /** The uses that each keeps from going well. */
    private synchronized Map<BucketTrouble, List<Use>> troubles() {
        Map<BucketTrouble, List<Use>> uses = new LinkedHashMap<>();
        troubles.forEach((use, noted) -> {
            if (ticker.nanos() - noted.at() < REMEMBERED.toNanos()) {
                uses.computeIfAbsent(noted.trouble(), _ -> new ArrayList<>()).add(use);
            }
        });
        return uses;
    }

    /** The same as sentences that say what to do. */
    public List<String> warnings() {
        return troubles().entrySet().stream()
                .map(each ->
                        "cold storage, %s: %s: %s"
                                .formatted(
                                        each.getValue().stream()
                                                .map(use -> use.word)
                                                .collect(Collectors.joining(" and ")),
                                        each.getKey().sentence(),
                                        each.getKey().remedy()))
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
            return with(Use.READ, call);
        } catch (BucketException failure) {
            if (failure.trouble().isGeneral() && !Thread.currentThread().isInterrupted()) {
                pause(failure.trouble());
            }
            throw failure;
        }
    }

    /**
     * Does something with the bucket. That it fails keeps nobody from reading, and that it goes
     * well says nothing of another use: who may not write or delete may read, perhaps.
     *
     * @throws BucketException if it failed
     */
    <T> T with(Use use, Function<Bucket, T> call) {
        if (bucket == null) {
            throw noted(use, new BucketException(BucketTrouble.NOT_CONFIGURED));
        }
        try {
            T done = call.apply(bucket);
            wentWell(use);
            return done;
        } catch (BucketException failure) {
            throw noted(use, failure);
        }
    }

    private synchronized @Nullable BucketTrouble paused() {
        return !pause.isZero() && ticker.nanos() - pausedSince < pause.toNanos() ? pausedFor : null;
    }

    private synchronized void wentWell(Use use) {
        troubles.remove(use);
        if (use == Use.READ) {
            pause = Duration.ZERO;
        }
    }

    private synchronized BucketException noted(Use use, BucketException failure) {
        // Who was interrupted has learnt nothing of the storage.
        if (!Thread.currentThread().isInterrupted()) {
            troubles.put(use, new Noted(failure.trouble(), ticker.nanos()));
        }
        return failure;
    }

    private synchronized void pause(BucketTrouble general) {
        pausedFor = general;
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
