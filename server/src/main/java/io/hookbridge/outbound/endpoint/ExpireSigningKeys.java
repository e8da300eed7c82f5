package io.hookbridge.outbound.endpoint;

import io.hookbridge.access.Actor;
import io.hookbridge.base.SigningKeyId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Handle;
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
    private final Uuid7 ids;
    private final InstantSource clock;

    public ExpireSigningKeys(Jdbi jdbi, Uuid7 ids, InstantSource clock) {
        this.jdbi = jdbi;
        this.ids = ids;
        this.clock = clock;
    }

    private record Ended(SigningKeyId key, TenantId tenant) {}

    /** Ends all whose time is over. */
    public void step() {
        // Looked at first: every node does this every few seconds, nearly always in vain.
        List<UUID> over = over();
        if (!over.isEmpty()) {
            Instant now = clock.instant();
            jdbi.useTransaction(handle ->
                    AuditStore.insert(
                            handle,
                            end(handle, over).stream().map(ended -> audit(ended, now)).toList()));
        }
    }

    private List<UUID> over() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id
                                  FROM signing_key
                                 WHERE expires_at <= :now
                                   AND deleted_at IS NULL
                                """)
                        .bind("now", clock.instant())
                        .mapTo(UUID.class)
                        .list());
    }

    /** Those of {@code keys} that no other node has ended. */
    private static List<Ended> end(Handle handle, List<UUID> keys) {
        return handle.createQuery(
                        """
                        UPDATE signing_key k
                           SET deleted_at = k.expires_at
                          FROM endpoint e
                         WHERE k.id = ANY(:ids)
                           AND k.deleted_at IS NULL
                           AND e.id = k.endpoint_id
                        RETURNING k.id, e.tenant_id
                        """)
                .bind("ids", keys.toArray(UUID[]::new))
                .map((row, _) ->
                        new Ended(
                                new SigningKeyId(row.getObject("id", UUID.class)),
                                new TenantId(row.getObject("tenant_id", UUID.class))))
                .list();
    }

    private AuditEvent audit(Ended ended, Instant now) {
        return new AuditEvent(
                ids.next(),
                ended.tenant(),
                now,
                TIME,
                "signing_key.expired",
                ended.key().toString(),
                "done",
                null);
    }
}
