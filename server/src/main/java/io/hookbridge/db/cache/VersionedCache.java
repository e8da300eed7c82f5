package io.hookbridge.db.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.hookbridge.base.NeverBlocks;
import io.hookbridge.base.WouldBlockException;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What was read from the database, answered from memory until its subject changes; a change by
 * another node is noticed within a second, see {@link ChangeWatch}.
 *
 * <p>One rule holds for all that is remembered while the database is away: within a second it is
 * asked again, and whoever asks gets its failure. Nothing stale is ever answered instead, since it
 * may be a key that was taken back.
 *
 * <p>However many ask for a key that is not remembered, one of them asks the database, and the
 * others wait for what it answers him: they would only wait for each other's connections, and have
 * others wait for theirs. Nobody is given what was asked so long before him that he would not be
 * given it from memory.
 *
 * @param <K> whoever asks for the same thing has an equal one
 * @param <V> what is remembered, which nobody changes
 */
public final class VersionedCache<K, V> {

    private static final int MOST = 100_000;
    private static final Duration UNUSED = Duration.ofHours(1);

    private static final Executor OWN_THREADS = task -> Thread.ofVirtual().start(task);

    private final ChangeWatch changes;
    private final BiFunction<? super K, ? super V, Subject> subject;
    private final Cache<K, Remembered<V>> remembered =
            Caffeine.newBuilder()
                    .maximumSize(MOST)
                    .expireAfterAccess(UNUSED)
                    .executor(Runnable::run)
                    .build();

    /** Who asks the database now for which key. */
    private final Map<K, Reading<V>> readings = new ConcurrentHashMap<>();

    /**
     * @param value never empty
     * @param look the last before it was read
     */
    private record Remembered<V>(Optional<V> value, Subject subject, long look) {}

    /** A question to the database on behalf of all that ask for the same key. */
    private static final class Reading<V> {

        private final long beganAt;
        private final CompletableFuture<Optional<V>> answer = new CompletableFuture<>();

        Reading(long beganAt) {
            this.beganAt = beganAt;
        }

        Optional<V> await() {
            try {
                return answer.join();
            } catch (CompletionException failure) {
                switch (failure.getCause()) {
                    case RuntimeException known -> throw known;
                    case Error known -> throw known;
                    case null, default -> throw failure;
                }
            }
        }
    }

    /**
     * @param subject what the value for a key is a part of: if it changes, the value is read again
     */
    public VersionedCache(ChangeWatch changes, BiFunction<? super K, ? super V, Subject> subject) {
        this.changes = changes;
        this.subject = subject;
    }

    /**
     * The value for {@code key}; what is not there is not remembered.
     *
     * @param read asks the database; if it throws, so does this, for all that wait for it
     * @throws WouldBlockException on a thread that must not wait, if the value is not remembered
     */
    public Optional<V> find(K key, Function<? super K, Optional<V>> read) {
        Optional<V> known = standing(key);
        if (known.isPresent()) {
            return known;
        }
        NeverBlocks.requireToBlock();
        Reading<V> own = new Reading<>(changes.now());
        Reading<V> reading = join(key, own);
        if (reading == own) {
            read(key, own, read);
        }
        return reading.await();
    }

    /**
     * The same for who must not wait: the future has ended if the value is remembered; otherwise
     * the database is asked on a thread of its own, where the future ends then.
     */
    public CompletableFuture<Optional<V>> ask(K key, Function<? super K, Optional<V>> read) {
        Optional<V> known = standing(key);
        return known.isPresent()
                ? CompletableFuture.completedFuture(known)
                : CompletableFuture.supplyAsync(() -> find(key, read), OWN_THREADS);
    }

    /** The reading of others that {@code own} may wait for, or {@code own} itself. */
    private Reading<V> join(K key, Reading<V> own) {
        return readings.merge(
                key, own, (running, mine) -> changes.isRecent(running.beganAt) ? running : mine);
    }

    private void read(K key, Reading<V> own, Function<? super K, Optional<V>> read) {
        try {
            long look = changes.lastLook();
            // Whoever read it last may have ended since it was sought in memory.
            Optional<V> value = standing(key).or(() -> read.apply(key));
            answer(key, own, value, look);
        } catch (RuntimeException | Error failure) {
            fail(key, own, failure);
        }
    }

    private void answer(K key, Reading<V> own, Optional<V> value, long look) {
        end(key, own, () -> remember(key, value, look));
        own.answer.complete(value);
    }

    private void fail(K key, Reading<V> own, Throwable failure) {
        end(key, own, () -> {});
        own.answer.completeExceptionally(failure);
    }

    /** Ends a reading; what it found is not remembered if it was forgotten meanwhile. */
    private void end(K key, Reading<V> own, Runnable remember) {
        readings.computeIfPresent(
                key,
                (_, running) -> {
                    if (running != own) {
                        return running;
                    }
                    remember.run();
                    return null;
                });
    }

    /**
     * The same for many keys, those that have no value left out; the database is asked once at the
     * most, for those that nobody else is asking for.
     *
     * @param readAll asks the database for the values of some of {@code keys}, never of none
     */
    public Map<K, V> findAll(
            Collection<K> keys, Function<? super Set<K>, ? extends Map<K, V>> readAll) {
        Map<K, V> found = new HashMap<>();
        Map<K, Reading<V>> own = new HashMap<>();
        Map<K, Reading<V>> all = new HashMap<>();
        for (K key : new HashSet<>(keys)) {
            Optional<V> known = standing(key);
            if (known.isPresent()) {
                found.put(key, known.get());
                continue;
            }
            Reading<V> mine = new Reading<>(changes.now());
            Reading<V> reading = join(key, mine);
            all.put(key, reading);
            if (reading == mine) {
                own.put(key, mine);
            }
        }
        // Before waiting for others, who may be waiting for these.
        if (!own.isEmpty()) {
            readAll(own, readAll);
        }
        all.forEach((key, reading) -> reading.await().ifPresent(value -> found.put(key, value)));
        return found;
    }

    private void readAll(
            Map<K, Reading<V>> own, Function<? super Set<K>, ? extends Map<K, V>> readAll) {
        try {
            long look = changes.lastLook();
            Map<K, V> read = readAll.apply(own.keySet());
            own.forEach((key, reading) ->
                    answer(key, reading, Optional.ofNullable(read.get(key)), look));
        } catch (RuntimeException | Error failure) {
            own.forEach((key, reading) -> fail(key, reading, failure));
        }
    }

    /** What is remembered and as good as what the database would answer; else empty. */
    private Optional<V> standing(K key) {
        Remembered<V> known = remembered.getIfPresent(key);
        return known != null && changes.stands(known.subject(), known.look())
                ? known.value()
                : Optional.empty();
    }

    private void remember(K key, Optional<V> value, long look) {
        if (value.isPresent()) {
            remembered.put(key, new Remembered<>(value, subject.apply(key, value.get()), look));
        } else {
            remembered.invalidate(key);
        }
    }

    /**
     * The same for what is always there.
     *
     * @param read asks the database
     */
    public V get(K key, Function<? super K, ? extends V> read) {
        return find(key, absent -> Optional.of(read.apply(absent))).orElseThrow();
    }

    /** Whether there was a value for {@code key} lately, be it so still or not. */
    public boolean knew(K key) {
        return remembered.getIfPresent(key) != null;
    }

    /** Has the value for {@code key} read again: this node has changed it. */
    public void forget(K key) {
        readings.remove(key);
        remembered.invalidate(key);
    }
}
