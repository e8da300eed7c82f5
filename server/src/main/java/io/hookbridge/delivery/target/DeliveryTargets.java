package io.hookbridge.delivery.target;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.hookbridge.access.Actor;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.ChangeWatch;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;

import org.jdbi.v3.core.Jdbi;

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
 * The endpoints as sending and delivering see them, from memory while no endpoint has changed; at
 * most a second behind a change on another node.
 */
public final class DeliveryTargets {

    /** The subject of {@code cache_version} that counts changes of endpoints and signing keys. */
    private static final String ENDPOINTS = "endpoints";

    private static final int MOST_CACHED = 100_000;
    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final Actor RECEIVER_WATCH = new Actor(Actor.Kind.SYSTEM, "delivery");

    private final Jdbi jdbi;
    private final DeliveryTargetStore store;
    private final ChangeWatch changes;
    private final Uuid7 ids;
    private final Cache<EndpointId, Remembered> remembered =
            Caffeine.newBuilder().maximumSize(MOST_CACHED).expireAfterAccess(REMEMBERED).build();

    /**
     * @param version of {@link #ENDPOINTS} before the endpoint was read
     */
    private record Remembered(DeliveryTarget target, long version) {}

    public DeliveryTargets(Jdbi jdbi, SecretBox secrets, ChangeWatch changes, Uuid7 ids) {
        this.jdbi = jdbi;
        this.store =
                new DeliveryTargetStore(jdbi, new SealedKeys(secrets), new SealedHeaders(secrets));
        this.changes = changes;
        this.ids = ids;
    }

    /** Also a deleted one; empty if there never was such an endpoint. */
    public Optional<DeliveryTarget> find(EndpointId id) {
        OptionalLong version = changes.version(ENDPOINTS);
        return recall(id, version).or(() -> read(List.of(id), version).stream().findFirst());
    }

    /** The same for many, with at most one statement; without those that there never were. */
    public Map<EndpointId, DeliveryTarget> findAll(Collection<EndpointId> endpoints) {
        OptionalLong version = changes.version(ENDPOINTS);
        Map<EndpointId, DeliveryTarget> found = HashMap.newHashMap(endpoints.size());
        List<EndpointId> unknown = new ArrayList<>();
        for (EndpointId id : endpoints) {
            recall(id, version)
                    .ifPresentOrElse(target -> found.put(id, target), () -> unknown.add(id));
        }
        if (!unknown.isEmpty()) {
            read(unknown, version).forEach(target -> found.put(target.id(), target));
        }
        return found;
    }

    private Optional<DeliveryTarget> recall(EndpointId id, OptionalLong version) {
        Remembered known = remembered.getIfPresent(id);
        return known != null && version.isPresent() && known.version() == version.getAsLong()
                ? Optional.of(known.target())
                : Optional.empty();
    }

    /**
     * @param version taken before
     */
    private List<DeliveryTarget> read(List<EndpointId> endpoints, OptionalLong version) {
        List<DeliveryTarget> targets = store.find(endpoints);
        version.ifPresent(taken ->
                targets.forEach(
                        target -> remembered.put(target.id(), new Remembered(target, taken))));
        return targets;
    }

    /**
     * Pauses an endpoint whose receiver answered 410 Gone; one that is paused or deleted already
     * stays as it is.
     */
    public void pauseBecauseGone(EndpointId id, Instant at) {
        // Looked at first: an UPDATE, even of no row, makes every node read its endpoints again.
        jdbi.useTransaction(_ ->
                store.lockActive(id)
                        .ifPresent(scope -> {
                            store.pauseAsGone(id, at);
                            store.insert(paused(id, scope, at));
                        }));
        forget(id);
    }

    private AuditEvent paused(EndpointId id, AuditScope scope, Instant at) {
        return new AuditEvent(
                ids.next(),
                scope,
                at,
                RECEIVER_WATCH,
                "endpoint.paused",
                id.toString(),
                "done",
                null,
                "gone");
    }

    /** What is known of the endpoint here is no longer so. */
    public void forget(EndpointId id) {
        remembered.invalidate(id);
    }
}
