package io.hookbridge.insight.metric;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Moves counts from {@code message_count_change} into the sums. A row leaves there in the statement
 * that adds it to the sums, so no crash loses it or counts it twice.
 *
 * <p>Safe on every node at once: whoever comes while another folds does nothing, because an
 * advisory lock, held to the end of the transaction, admits one at a time. Without it the result
 * would be as right, but the folders would wait for each other's rows.
 */
public final class FoldCounts {

    /** Any number that no other advisory lock of this server uses. */
    private static final long LOCK = 0x484B_4649_4E53_0001L;

    private static final int USUAL_BATCH = 20_000;

    /** The most batches of one step, so that it ends when more comes than can be folded. */
    private static final int MOST_BATCHES = 10;

    /** Deleted rows that are left for a scan to pass over before they are cleared away. */
    private static final int CLEAR_AFTER = 100_000;

    private final Jdbi jdbi;
    private final int batch;
    private int uncleared;

    public FoldCounts(Jdbi jdbi) {
        this(jdbi, USUAL_BATCH);
    }

    /**
     * @param batch the most rows of one transaction
     */
    FoldCounts(Jdbi jdbi, int batch) {
        this.jdbi = jdbi;
        this.batch = batch;
    }

    /** Folds what there is, in transactions of bounded size. */
    public void step() {
        for (int i = 0; i < MOST_BATCHES && fold() == batch; i++) {
            // The rest is folded by the next turn.
        }
        if (uncleared >= CLEAR_AFTER) {
            clear();
            uncleared = 0;
        }
    }

    /** Folds one batch; the number of rows that were folded, 0 also while another node folds. */
    int fold() {
        int folded = jdbi.inTransaction(handle -> mayFold(handle) ? foldWithin(handle) : 0);
        uncleared += folded;
        return folded;
    }

    private static boolean mayFold(Handle handle) {
        return handle.createQuery("SELECT pg_try_advisory_xact_lock(:lock)")
                .bind("lock", LOCK)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Time is cut with a fixed origin and not by {@code date_trunc}, whose hours depend on the
     * session's time zone.
     */
    private int foldWithin(Handle handle) {
        return handle.createQuery(
                        """
                        WITH taken AS (
                            DELETE FROM message_count_change
                             WHERE ctid = ANY (ARRAY(SELECT ctid FROM message_count_change LIMIT :batch))
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
                .bind("batch", batch)
                .mapTo(Integer.class)
                .one();
    }

    /**
     * What is folded leaves dead rows behind, megabytes of them within a minute of heavy traffic,
     * and every reader of counts passes over them. The database's own vacuum comes by the minute at
     * best.
     */
    private void clear() {
        jdbi.useHandle(handle -> handle.execute("VACUUM (TRUNCATE false) message_count_change"));
    }
}
