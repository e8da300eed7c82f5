package io.hookbridge.outbound.endpoint;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Uuid7;
import io.hookbridge.tenant.audit.AuditEvent;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

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
        List<UUID> over = store.over(now);
        if (!over.isEmpty()) {
            jdbi.useTransaction(_ ->
                    store.insert(store.end(over).stream().map(ended -> audit(ended, now)).toList()));
        }
    }

    private AuditEvent audit(ExpiredKeyStore.Ended ended, Instant now) {
        return new AuditEvent(
                ids.next(),
                ended.scope(),
                now,
                TIME,
                "signing_key.expired",
                ended.key().toString(),
                "done",
                null);
    }
}
