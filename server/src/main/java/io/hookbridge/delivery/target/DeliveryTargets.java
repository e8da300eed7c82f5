package io.hookbridge.delivery.target;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.hookbridge.base.TargetId;
import io.hookbridge.db.ChangeWatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The targets as sending and delivering see them, from memory while no endpoint has changed; at
 * most a second behind a change on another node.
 */
public final class DeliveryTargets {

    /** The subject of {@code cache_version} that counts changes of endpoints and signing keys. */
    private static final String ENDPOINTS = "endpoints";

    private static final int MOST_CACHED = 100_000;
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final TargetSource source;
    private final ChangeWatch changes;
    private final Cache<TargetId, Remembered> remembered =
            Caffeine.newBuilder().maximumSize(MOST_CACHED).expireAfterAccess(REMEMBERED).build();

    /**
     * @param version of {@link #ENDPOINTS} before the target was read
     */
    private record Remembered(DeliveryTarget target, long version) {}

    public DeliveryTargets(TargetSource source, ChangeWatch changes) {
        this.source = source;
        this.changes = changes;
    }

    /** Also a deleted one; empty if there never was such a target. */
    public Optional<DeliveryTarget> find(TargetId id) {
        OptionalLong version = changes.version(ENDPOINTS);
        return recall(id, version).or(() -> read(List.of(id), version).stream().findFirst());
    }

    /** The same for many, with at most one statement; without those that there never were. */
    public Map<TargetId, DeliveryTarget> findAll(Collection<TargetId> targets) {
        OptionalLong version = changes.version(ENDPOINTS);
        Map<TargetId, DeliveryTarget> found = HashMap.newHashMap(targets.size());
        List<TargetId> unknown = new ArrayList<>();
        for (TargetId id : targets) {
            recall(id, version)
                    .ifPresentOrElse(target -> found.put(id, target), () -> unknown.add(id));
        }
        if (!unknown.isEmpty()) {
            read(unknown, version).forEach(target -> found.put(target.id(), target));
        }
        return found;
    }

    private Optional<DeliveryTarget> recall(TargetId id, OptionalLong version) {
        Remembered known = remembered.getIfPresent(id);
        return known != null && version.isPresent() && known.version() == version.getAsLong()
                ? Optional.of(known.target())
                : Optional.empty();
    }

    /**
     * @param version taken before
     */
    private List<DeliveryTarget> read(List<TargetId> ids, OptionalLong version) {
        List<DeliveryTarget> targets = source.find(ids);
        version.ifPresent(taken ->
                targets.forEach(
                        target -> remembered.put(target.id(), new Remembered(target, taken))));
        return targets;
    }

    /** Pauses a target whose receiver answered 410 Gone. */
    public void pauseBecauseGone(TargetId id, Instant at) {
        source.pauseBecauseGone(id, at);
        forget(id);
    }

    /** What is known of the target here is no longer so. */
    public void forget(TargetId id) {
        remembered.invalidate(id);
    }
}
