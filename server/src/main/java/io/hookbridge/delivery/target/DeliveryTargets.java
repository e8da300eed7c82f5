package io.hookbridge.delivery.target;

import io.hookbridge.access.Actor;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.db.cache.Subject;
import io.hookbridge.db.cache.VersionedCache;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.util.Optional;

/**
 * The endpoints as sending and delivering see them, from memory while no endpoint of the same
 * environment has changed; at most a second behind a change on another node.
 */
public final class DeliveryTargets {

    private static final Actor RECEIVER_WATCH = new Actor(Actor.Kind.SYSTEM, "delivery");

    private final Jdbi jdbi;
    private final DeliveryTargetStore store;
    private final Uuid7 ids;
    private final VersionedCache<EndpointId, DeliveryTarget> remembered;

    public DeliveryTargets(Jdbi jdbi, SecretBox secrets, ChangeWatch changes, Uuid7 ids) {
        this.jdbi = jdbi;
        this.store =
                new DeliveryTargetStore(jdbi, new SealedKeys(secrets), new SealedHeaders(secrets));
        this.ids = ids;
        this.remembered =
                new VersionedCache<>(
                        changes,
                        (_, target) -> new Subject("targets", target.environment().value()));
    }

    /** Also a deleted one; empty if there never was such an endpoint. */
    public Optional<DeliveryTarget> find(EndpointId id) {
        return remembered.find(id, store::find);
    }

    /**
     * Pauses an endpoint whose receiver answered 410 Gone; one that is paused or deleted already
     * stays as it is.
     */
    public void pauseBecauseGone(EndpointId id, Instant at) {
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
        remembered.forget(id);
    }
}
