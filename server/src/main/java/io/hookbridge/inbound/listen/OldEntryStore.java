package io.hookbridge.inbound.listen;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;

/** Clears places away that nobody needs any more. */
final class OldEntryStore {

    private OldEntryStore() {}

    /**
     * Removes entries that were made before {@code end} and whose messages nobody waits for;
     * returns how many. Only those that could still be given are missed by whoever is behind them.
     */
    static int remove(Jdbi jdbi, Instant end, int most) {
        return jdbi.inTransaction(handle ->
                handle.createQuery(
                                """
                                WITH old AS (
                                    SELECT e.environment_id, e.endpoint_id, e.position
                                      FROM listen_entry e
                                     WHERE e.entered_at < :end
                                       AND NOT EXISTS (SELECT FROM queue q
                                                        WHERE q.environment_id = e.environment_id
                                                          AND q.id = e.message_id
                                                          AND q.fence = e.fence)
                                     ORDER BY e.entered_at
                                     LIMIT :most
                                ), removed AS (
                                    DELETE FROM listen_entry e
                                     USING old
                                     WHERE e.environment_id = old.environment_id
                                       AND e.endpoint_id = old.endpoint_id
                                       AND e.position = old.position
                                    RETURNING e.environment_id, e.endpoint_id, e.position, e.message_id, e.expires_on
                                ), noted AS (
                                    UPDATE listen_line l
                                       SET removed_to = greatest(l.removed_to, r.last)
                                      FROM (SELECT m.environment_id, removed.endpoint_id, max(position) AS last
                                              FROM removed
                                              JOIN message m
                                                ON m.environment_id = removed.environment_id
                                               AND m.id = removed.message_id
                                               AND m.expires_on = removed.expires_on
                                             GROUP BY m.environment_id, removed.endpoint_id) AS r
                                     WHERE l.environment_id = r.environment_id
                                       AND l.endpoint_id = r.endpoint_id
                                )
                                SELECT count(*) FROM removed
                                """)
                        .bind("end", end)
                        .bind("most", most)
                        .mapTo(Integer.class)
                        .one());
    }
}
