package io.hookbridge.delivery.key;

import io.hookbridge.access.Actor;
import io.hookbridge.base.SigningKeyId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Ends signing keys that another took the place of, when their time is over. Run every few seconds,
 * on any number of nodes.
 */
public final class ExpireSigningKeys {

    private static final Actor TIME = new Actor(Actor.Kind.SYSTEM, "signing-keys");

    private final Jdbi jdbi;
    private final ExpiredKeyStore store;
    private final Uuid7 ids;
    private final InstantSource clock;

    public ExpireSigningKeys(Jdbi jdbi, Uuid7 ids, InstantSource clock) {
        this.jdbi = jdbi;
        this.store = new ExpiredKeyStore(jdbi);
        this.ids = ids;
        this.clock = clock;
    }

    /** Ends all whose time is over. */
    public void step() {
        Instant now = clock.instant();
        // Looked at first: every node does this every few seconds, nearly always in vain.
        store.endpoints(now)
                .forEach(endpoint ->
                        jdbi.useTransaction(_ ->
                                store.lock(endpoint)
                                        .ifPresent(scope -> end(endpoint, scope, now))));
    }

    /**
     * Of one endpoint, in a transaction of its own that has locked it: whoever changes keys locks
     * their endpoint before the keys, so that nobody waits for somebody who waits for him.
     */
    private void end(TargetId endpoint, AuditScope scope, Instant now) {
        store.insert(store.end(endpoint, now).stream().map(key -> audit(key, scope, now)).toList());
    }

    private AuditEvent audit(SigningKeyId key, AuditScope scope, Instant now) {
        return new AuditEvent(
                ids.next(), scope, now, TIME, "signing_key.expired", key.toString(), "done", null);
    }
}
