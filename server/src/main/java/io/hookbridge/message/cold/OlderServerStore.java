package io.hookbridge.message.cold;

import io.hookbridge.db.SchemaVersion;

import org.jdbi.v3.core.Handle;

import java.util.List;

/** Statements on servers of versions that do not know of payloads in the storage. */
final class OlderServerStore {

    private OlderServerStore() {}

    /**
     * The versions of those that run; {@code unknown} for one that has a row of {@code node} only,
     * because it ended just now.
     */
    static List<String> running(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT version
                          FROM running_server
                         WHERE alive_until >= now()
                           AND newest_known < :known
                         UNION
                        SELECT 'unknown'
                          FROM node
                         WHERE alive_until > now()
                           AND newest_known < :known
                           AND NOT fenced
                           AND NOT EXISTS (SELECT FROM running_server
                                            WHERE alive_until >= now() AND newest_known < :known)
                         ORDER BY version
                        """)
                .bind("known", SchemaVersion.COLD_PAYLOADS)
                .mapTo(String.class)
                .list();
    }

    /**
     * From the end of the transaction on none of them starts; nor does one go on delivering that
     * was not seen, because it began just then or has slept: without a row of {@code node} no
     * server delivers. Fails if one of them has such a row. In a transaction of its own: nobody
     * else has the nodes meanwhile.
     */
    static void keepAway(Handle handle) {
        int raised =
                handle.createUpdate(
                                "UPDATE schema_support SET oldest_known = :known WHERE oldest_known < :known")
                        .bind("known", SchemaVersion.COLD_PAYLOADS)
                        .execute();
        if (raised == 0) {
            return;
        }
        // As a take-over begins, which somebody makes of it later.
        handle.createUpdate(
                        "UPDATE node SET fenced = true WHERE newest_known < :known AND alive_until <= now()")
                .bind("known", SchemaVersion.COLD_PAYLOADS)
                .execute();
        handle.createUpdate(
                        "DELETE FROM running_server WHERE newest_known < :known AND alive_until < now()")
                .bind("known", SchemaVersion.COLD_PAYLOADS)
                .execute();
        handle.execute(
                "ALTER TABLE node ADD CONSTRAINT knows_cold_payloads CHECK (newest_known >= %d OR fenced)"
                        .formatted(SchemaVersion.COLD_PAYLOADS));
        handle.execute(
                "ALTER TABLE running_server ADD CONSTRAINT knows_cold_payloads CHECK (newest_known >= %d)"
                        .formatted(SchemaVersion.COLD_PAYLOADS));
    }
}
