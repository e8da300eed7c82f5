package io.hookbridge.inbound.endpoint;

import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.WouldBlockException;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.db.cache.Subject;
import io.hookbridge.db.cache.VersionedCache;

import org.jdbi.v3.core.Jdbi;

import java.util.Optional;

/**
 * The endpoints that receive as their gates see them, from memory while none of the same
 * environment has changed; at most a second behind a change on another node.
 */
public final class InboundGates {

    private final InboundGateStore store;
    private final VersionedCache<InboundEndpointId, InboundGate> remembered;

    public InboundGates(
            Jdbi jdbi,
            SecretBox secrets,
            IngestUrl ingest,
            EndpointPresets presets,
            ChangeWatch changes) {
        this.store = new InboundGateStore(jdbi, new SealedInbound(secrets), ingest, presets);
        this.remembered =
                new VersionedCache<>(
                        changes,
                        (_, gate) -> new Subject("targets", gate.environment().id().value()));
    }

    /**
     * Also of a deleted one; empty if there never was such an endpoint.
     *
     * @throws WouldBlockException on a thread that must not wait, if it has to be read first
     */
    public Optional<InboundGate> find(InboundEndpointId id) {
        return remembered.find(id, store::find);
    }

    /** Whether there was such an endpoint lately, so that nothing may have to be read. */
    public boolean knew(InboundEndpointId id) {
        return remembered.knew(id);
    }

    /** What is known of the endpoint here is no longer so. */
    void forget(InboundEndpointId id) {
        remembered.forget(id);
    }
}
