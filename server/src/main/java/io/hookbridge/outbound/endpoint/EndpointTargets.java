package io.hookbridge.outbound.endpoint;

import io.hookbridge.access.Actor;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.delivery.target.SealedKeys;
import io.hookbridge.delivery.target.TargetSource;
import io.hookbridge.retry.RetryPolicy;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Endpoints as the engine delivers to them. */
public final class EndpointTargets implements TargetSource {

    private static final Actor RECEIVER_WATCH = new Actor(Actor.Kind.SYSTEM, "delivery");

    private final Jdbi jdbi;
    private final EndpointTargetStore store;
    private final Uuid7 ids;

    /**
     * @param installation what holds for retries where neither endpoint nor project chose
     */
    public EndpointTargets(Jdbi jdbi, SecretBox secrets, RetryPolicy installation, Uuid7 ids) {
        this.jdbi = jdbi;
        this.store =
                new EndpointTargetStore(
                        jdbi, new SealedKeys(secrets), new SealedHeaders(secrets), installation);
        this.ids = ids;
    }

    @Override
    public Optional<DeliveryTarget> find(TargetId id) {
        return store.targets().find(id);
    }

    @Override
    public Map<TargetId, DeliveryTarget> findAll(Set<TargetId> ids) {
        return store.targets().findAll(ids);
    }

    @Override
    public void pauseBecauseGone(TargetId id, String url, Instant askedAt, Instant at) {
        jdbi.useTransaction(_ ->
                store.pauseAsGone(id, url, askedAt, at)
                        .ifPresent(scope ->
                                store.insert(paused(new EndpointId(id.value()), scope, at))));
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
}
