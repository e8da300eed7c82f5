package io.hookbridge.inbound.endpoint;

import io.hookbridge.base.SecretBox;
import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.SealedKeys;
import io.hookbridge.delivery.target.TargetSource;
import io.hookbridge.retry.RetryPolicy;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Endpoints that receive, as the engine delivers to them what they forward. */
public final class InboundTargets implements TargetSource {

    private final InboundTargetStore store;

    /**
     * @param installation what holds for retries where neither endpoint nor project chose
     */
    public InboundTargets(
            Jdbi jdbi,
            SecretBox secrets,
            RetryPolicy installation,
            IngestUrl ingest,
            EndpointPresets presets) {
        this.store =
                new InboundTargetStore(
                        jdbi,
                        new SealedInbound(secrets),
                        new SealedKeys(secrets),
                        installation,
                        ingest,
                        presets);
    }

    @Override
    public Optional<DeliveryTarget> find(TargetId id) {
        return store.targets().find(id);
    }

    @Override
    public Map<TargetId, DeliveryTarget> findAll(Set<TargetId> ids) {
        return store.targets().findAll(ids);
    }

    /**
     * Does nothing: a source must not be refused because its messages are not wanted now. Each of
     * them is given up, and can be replayed.
     */
    @Override
    public void pauseBecauseGone(TargetId id, String url, Instant askedAt, Instant at) {}
}
