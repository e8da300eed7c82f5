package io.hookbridge.delivery.target;

import io.hookbridge.base.TargetId;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.db.cache.Subject;
import io.hookbridge.db.cache.VersionedCache;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The targets as sending and delivering see them, from memory while no target of the same
 * environment has changed; at most a second behind a change on another node.
 */
public final class DeliveryTargets {

    private final TargetSource source;
    private final VersionedCache<TargetId, DeliveryTarget> remembered;

    public DeliveryTargets(TargetSource source, ChangeWatch changes) {
        this.source = source;
        this.remembered =
                new VersionedCache<>(
                        changes,
                        (_, target) -> new Subject("targets", target.environment().id().value()));
    }

    /** Also a deleted one; empty if there never was such a target. */
    public Optional<DeliveryTarget> find(TargetId id) {
        return remembered.find(id, source::find);
    }

    /** The same without waiting, see {@link VersionedCache#ask}. */
    public CompletableFuture<Optional<DeliveryTarget>> ask(TargetId id) {
        return remembered.ask(id, source::find);
    }

    /**
     * Those of {@code ids} that messages may be delivered to now; the database is asked once at the
     * most.
     */
    public List<DeliveryTarget> active(Collection<TargetId> ids) {
        return remembered.findAll(ids, source::findAll).values().stream()
                .filter(target -> !target.paused())
                .toList();
    }

    /** See {@link TargetSource#pauseBecauseGone}. */
    public void pauseBecauseGone(TargetId id, String url, Instant askedAt, Instant at) {
        source.pauseBecauseGone(id, url, askedAt, at);
        forget(id);
    }

    /** What is known of the target here is no longer so. */
    public void forget(TargetId id) {
        remembered.forget(id);
    }
}
