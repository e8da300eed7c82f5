package io.hookbridge.outbound.endpoint;

import org.jdbi.v3.core.Jdbi;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * Ends signing keys that another took the place of, when their time is over. Run every few seconds,
 * on any number of nodes.
 */
public final class ExpireSigningKeys {

    private final Jdbi jdbi;
    private final InstantSource clock;

    public ExpireSigningKeys(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Ends all whose time is over. */
    public void step() {
        // Looked at first: an UPDATE, even of no row, makes every node read its endpoints again.
        List<UUID> over = over();
        if (!over.isEmpty()) {
            end(over);
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

    private void end(List<UUID> keys) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE signing_key
                                   SET deleted_at = expires_at
                                 WHERE id = ANY(:ids)
                                   AND deleted_at IS NULL
                                """)
                        .bind("ids", keys.toArray(UUID[]::new))
                        .execute());
    }
}
