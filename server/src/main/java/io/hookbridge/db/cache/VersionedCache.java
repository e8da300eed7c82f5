package io.hookbridge.db.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * @param <K> whoever asks for the same thing has an equal one
 * @param <V> what is remembered, which nobody changes
 */
public final class VersionedCache<K, V> {

    private static final int MOST = 100_000;
    private static final Duration UNUSED = Duration.ofHours(1);

    private final ChangeWatch changes;
    private final BiFunction<? super K, ? super V, Subject> subject;
    private final Cache<K, Remembered<V>> remembered =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(UNUSED).build();

    /**
     * @param value never empty
     * @param look the last before it was read
     */
    private record Remembered<V>(Optional<V> value, Subject subject, long look) {}

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
     * @param read asks the database
     */
    public Optional<V> find(K key, Function<? super K, Optional<V>> read) {
        Optional<V> known = standing(key);
        if (known.isPresent()) {
            return known;
        }
        long look = changes.lastLook();
        Optional<V> value = read.apply(key);
        remember(key, value, look);
        return value;
    }

    /**
     * The same for many keys, those that have no value left out; the database is asked once at the
     * most.
     *
     * @param readAll asks the database for the values of some of {@code keys}, never of none
     */
    public Map<K, V> findAll(
            Collection<K> keys, Function<? super Set<K>, ? extends Map<K, V>> readAll) {
        Map<K, V> found = new HashMap<>();
        Set<K> unknown = new HashSet<>();
        for (K key : keys) {
            standing(key).ifPresentOrElse(value -> found.put(key, value), () -> unknown.add(key));
        }
        if (!unknown.isEmpty()) {
            long look = changes.lastLook();
            Map<K, V> read = readAll.apply(unknown);
            unknown.forEach(key -> remember(key, Optional.ofNullable(read.get(key)), look));
            found.putAll(read);
        }
        return found;
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
        remembered.invalidate(key);
    }
}
