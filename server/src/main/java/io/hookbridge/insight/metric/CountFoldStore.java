package io.hookbridge.insight.metric;

import org.jdbi.v3.core.Handle;

/** Folds rows of {@code message_count_change} into the sums, in the transaction of the caller. */
final class CountFoldStore {

    /** Any number that no other advisory lock of this server uses. */
    private static final long LOCK = 0x484B_4649_4E53_0001L;

    private CountFoldStore() {}

    /** Whether nobody else folds, and now nobody else will until the transaction ends. */
    static boolean mayFold(Handle handle) {
        return handle.createQuery("SELECT pg_try_advisory_xact_lock(:lock)")
                .bind("lock", LOCK)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Folds some rows; how many. Time is cut with a fixed origin and not by {@code date_trunc},
     * whose hours depend on the session's time zone.
     *
     * @param most at least 1
     */
    static int fold(Handle handle, int most) {
        return handle.createQuery(
                        """
                        WITH taken AS (
                            DELETE FROM message_count_change
                             WHERE ctid = ANY (ARRAY(SELECT ctid FROM message_count_change LIMIT :most))
                            RETURNING *
                        ), minutes AS MATERIALIZED (
                            SELECT environment_id,
                                   coalesce(endpoint_id, '00000000-0000-0000-0000-000000000000') AS endpoint_id,
                                   minute,
                                   sum(accepted) AS accepted, sum(succeeded) AS succeeded, sum(failed) AS failed,
                                   sum(deleted) AS deleted, sum(retrying) AS retrying, sum(retries) AS retries,
                                   sum(answered) AS answered, sum(latency_ms) AS latency_ms, count(*) AS rows
                              FROM taken
                             GROUP BY GROUPING SETS ((environment_id, endpoint_id, minute), (environment_id, minute))
                        ), into_minutes AS (
                            INSERT INTO message_count_minute AS m
                                (environment_id, endpoint_id, bucket, accepted, succeeded, failed, deleted, retrying,
                                 retries, answered, latency_ms)
                            SELECT environment_id, endpoint_id, minute, accepted, succeeded, failed, deleted, retrying,
                                   retries, answered, latency_ms
                              FROM minutes
                             ORDER BY environment_id, endpoint_id, minute
                            ON CONFLICT (environment_id, endpoint_id, bucket) DO UPDATE
                               SET accepted = m.accepted + excluded.accepted,
                                   succeeded = m.succeeded + excluded.succeeded,
                                   failed = m.failed + excluded.failed,
                                   deleted = m.deleted + excluded.deleted,
                                   retrying = m.retrying + excluded.retrying,
                                   retries = m.retries + excluded.retries,
                                   answered = m.answered + excluded.answered,
                                   latency_ms = m.latency_ms + excluded.latency_ms
                        ), into_hours AS (
                            INSERT INTO message_count_hour AS h
                                (environment_id, endpoint_id, bucket, accepted, succeeded, failed, deleted, retrying,
                                 retries, answered, latency_ms)
                            SELECT environment_id, endpoint_id, date_bin('1 hour', minute, 'epoch'),
                                   sum(accepted), sum(succeeded), sum(failed), sum(deleted), sum(retrying),
                                   sum(retries), sum(answered), sum(latency_ms)
                              FROM minutes
                             GROUP BY 1, 2, 3
                             ORDER BY 1, 2, 3
                            ON CONFLICT (environment_id, endpoint_id, bucket) DO UPDATE
                               SET accepted = h.accepted + excluded.accepted,
                                   succeeded = h.succeeded + excluded.succeeded,
                                   failed = h.failed + excluded.failed,
                                   deleted = h.deleted + excluded.deleted,
                                   retrying = h.retrying + excluded.retrying,
                                   retries = h.retries + excluded.retries,
                                   answered = h.answered + excluded.answered,
                                   latency_ms = h.latency_ms + excluded.latency_ms
                        ), into_ledger AS (
                            INSERT INTO ledger AS l (environment_id, accepted, succeeded, failed, deleted)
                            SELECT environment_id, sum(accepted), sum(succeeded), sum(failed), sum(deleted)
                              FROM minutes
                             WHERE endpoint_id = '00000000-0000-0000-0000-000000000000'
                             GROUP BY environment_id
                             ORDER BY environment_id
                            ON CONFLICT (environment_id) DO UPDATE
                               SET accepted = l.accepted + excluded.accepted,
                                   succeeded = l.succeeded + excluded.succeeded,
                                   failed = l.failed + excluded.failed,
                                   deleted = l.deleted + excluded.deleted
                        )
                        SELECT coalesce(sum(rows), 0)
                          FROM minutes
                         WHERE endpoint_id = '00000000-0000-0000-0000-000000000000'
                        """)
                .bind("most", most)
                .mapTo(Integer.class)
                .one();
    }

    /** Clears away what was folded; outside of a transaction. */
    static void clear(Handle handle) {
        handle.execute("VACUUM (TRUNCATE false) message_count_change");
    }
}
