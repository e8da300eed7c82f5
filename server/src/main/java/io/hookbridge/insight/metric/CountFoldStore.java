package io.hookbridge.insight.metric;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.stream.Collectors;

/** Folds rows of {@code message_count_change} into the sums, in the transaction of the caller. */
final class CountFoldStore {

    /** Any number that no other advisory lock of this server uses. */
    private static final long LOCK = 0x484B_4649_4E53_0001L;

    /** What is counted in minutes and in hours. */
    private static final List<String> COUNTS =
            List.of(
                    "accepted",
                    "succeeded",
                    "failed",
                    "deleted",
                    "retrying",
                    "retries",
                    "answered",
                    "latency_ms");

    private static final String COLUMNS = each("%1$s");
    private static final String SUMS = each("sum(%1$s) AS %1$s");

    /** Adds what is new to the row that is {@code known}. */
    private static final String ADDED = each("%1$s = known.%1$s + excluded.%1$s");

    private CountFoldStore() {}

    private static String each(String form) {
        return COUNTS.stream().map(form::formatted).collect(Collectors.joining(", "));
    }

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
                                   %2$s, count(*) AS rows
                              FROM taken
                             GROUP BY GROUPING SETS ((environment_id, endpoint_id, minute), (environment_id, minute))
                        ), into_minutes AS (
                            INSERT INTO message_count_minute AS known
                                (environment_id, endpoint_id, bucket, %1$s)
                            SELECT environment_id, endpoint_id, minute, %1$s
                              FROM minutes
                             ORDER BY environment_id, endpoint_id, minute
                            ON CONFLICT (environment_id, endpoint_id, bucket) DO UPDATE
                               SET %3$s
                        ), into_hours AS (
                            INSERT INTO message_count_hour AS known
                                (environment_id, endpoint_id, bucket, %1$s)
                            SELECT environment_id, endpoint_id, date_bin('1 hour', minute, 'epoch'), %2$s
                              FROM minutes
                             GROUP BY 1, 2, 3
                             ORDER BY 1, 2, 3
                            ON CONFLICT (environment_id, endpoint_id, bucket) DO UPDATE
                               SET %3$s
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
                        """
                                .formatted(COLUMNS, SUMS, ADDED))
                .bind("most", most)
                .mapTo(Integer.class)
                .one();
    }

    /** Clears away what was folded; outside of a transaction. */
    static void clear(Handle handle) {
        handle.execute("VACUUM (TRUNCATE false) message_count_change");
    }
}
