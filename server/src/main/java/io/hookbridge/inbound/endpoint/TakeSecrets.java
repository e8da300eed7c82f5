package io.hookbridge.inbound.endpoint;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Environment;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;

/** Stores the secrets that handshakes bring, for endpoints whose owner awaits one. */
public final class TakeSecrets {

    private static final Actor PROVIDER = new Actor(Actor.Kind.SYSTEM, "handshake");

    private final Jdbi jdbi;
    private final InboundEndpointStore store;
    private final InboundGates gates;
    private final DeliveryTargets targets;
    private final Uuid7 ids;

    public TakeSecrets(
            Jdbi jdbi, SecretBox secrets, InboundGates gates, DeliveryTargets targets, Uuid7 ids) {
        this.jdbi = jdbi;
        this.store = new InboundEndpointStore(jdbi, new SealedInbound(secrets));
        this.gates = gates;
        this.targets = targets;
        this.ids = ids;
    }

    /**
     * Makes it the endpoint's only secret, and ends the time in which one is taken: the first that
     * comes has it.
     *
     * @return false if no secret is awaited any more
     */
    public boolean take(
            Environment environment,
            InboundEndpointId id,
            String secret,
            Instant now,
            String requestId) {
        boolean taken =
                jdbi.inTransaction(handle -> {
                    InboundEndpoint endpoint =
                            store.lock(environment.id(), id)
                                    .filter(known -> awaits(known, now))
                                    .orElse(null);
                    if (endpoint == null) {
                        return false;
                    }
                    store.update(endpoint.with(endpoint.checks().withSecret(secret), now));
                    AuditStore.insert(
                            handle,
                            new AuditEvent(
                                    ids.next(),
                                    AuditScope.of(environment),
                                    now,
                                    PROVIDER,
                                    "inbound_endpoint.secret_taken",
                                    id.toString(),
                                    "done",
                                    requestId));
                    return true;
                });
        gates.forget(id);
        targets.forget(TargetId.of(id));
        return taken;
    }

    private static boolean awaits(InboundEndpoint endpoint, Instant now) {
        Instant until = endpoint.checks().takesSecretUntil();
        return until != null && now.isBefore(until);
    }
}
