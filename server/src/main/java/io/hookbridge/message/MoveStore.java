package io.hookbridge.message;

import static io.hookbridge.message.MessageStore.DELETION;
import static io.hookbridge.message.MessageStore.PROGRESS;
import static io.hookbridge.message.MessageStore.SAME;

import io.hookbridge.access.Actor;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/**
 * The statements of {@link Moves}, put together from parts that stand here once: how a message
 * becomes history, and how it is counted.
 */
final class MoveStore {

    /**
     * The minute in which messages were created, which they are counted in whatever happens when.
     */
    static final String BUCKET =
            "environment_id, endpoint_id, date_bin('1 minute', created_at, 'epoch')";

    /** Messages that only cancelling, retention and the like move, none of them held by a node. */
    private static final String GIVE_UP =
            """
            WITH free AS MATERIALIZED (
                SELECT environment_id, id
                  FROM pending_message
                 WHERE environment_id = ANY(:environments)
                   AND id = ANY(:ids)
                   AND node IS NULL
                   AND deleted_at IS NULL
                   FOR UPDATE SKIP LOCKED
            ), %s
            """
                    .formatted(
                            finishFree(
                                    "'failed_permanent'",
                                    "'failed_permanent'",
                                    ":now",
                                    ":why::text"));

    /** Deleted messages go with the state that was seen of them. */
    private static final String SETTLE =
            """
            WITH free AS MATERIALIZED (
                SELECT environment_id, id
                  FROM pending_message
                 WHERE deleted_at IS NOT NULL
                   AND node IS NULL
                   AND %%s
                   FOR UPDATE SKIP LOCKED
            ), %s
            """
                    .formatted(
                            finishFree(
                                    "message_status(NULL, status, " + StatusRows.IS_PAUSED + ")",
                                    "'deleted'",
                                    "updated_at",
                                    "last_error"));

    private static final String REQUEUE_FINISHED =
            """
            WITH gone AS (
                DELETE FROM finished_message
                 WHERE environment_id = :environment
                   AND id = ANY(:ids)
                RETURNING *
            ), queued AS (
                INSERT INTO pending_message
                    (%1$s, replay_count, attempts_before, fence, status, updated_at, due_at, %2$s, last_error)
                SELECT %1$s, replay_count + 1, attempt_count, fence + 1, 'queued', :now, :now, %2$s, last_error
                  FROM gone
            ), moved AS NOT MATERIALIZED (
                SELECT *, status AS was, 'queued' AS becomes FROM gone
            )
            %3$s
            """
                    .formatted(SAME, PROGRESS, count("", ""));

    private static final String REQUEUE_RETRYING =
            """
            WITH moved AS (
                UPDATE pending_message
                   SET status = 'queued', due_at = :now, updated_at = :now, fence = fence + 1,
                       attempts_before = attempt_count, replay_count = replay_count + 1, retry_type = NULL
                 WHERE environment_id = :environment
                   AND id = ANY(:ids)
                   AND node IS NULL
                   AND status = 'pending_retry'
                RETURNING *, 'pending_retry' AS was, 'queued' AS becomes
            )
            %s
            """
                    .formatted(count("", ""));

    private MoveStore() {}

    /**
     * Makes the rows of {@code gone}, which were taken out of the queue, rows of the history. Each
     * argument is an expression on such a row.
     *
     * @param times when it was changed, and finished
     * @param progress the values of {@link MessageStore#PROGRESS}
     */
    static String finish(String status, String times, String progress, String error) {
        return """
        finished AS (
            INSERT INTO finished_message
                (%1$s, %2$s, %3$s, replay_count, fence, status, updated_at, finished_at, last_error)
            SELECT %1$s, %2$s, %4$s, replay_count, fence, %5$s, %6$s, %7$s
              FROM gone
        )\
        """
                .formatted(SAME, DELETION, PROGRESS, progress, status, times, error);
    }

    /** Takes the rows that {@code free} names out of the queue, into the history and the counts. */
    private static String finishFree(
            String status, String becomes, String updatedAt, String error) {
        return """
        gone AS (
            DELETE FROM pending_message p
             USING free
             WHERE p.environment_id = free.environment_id
               AND p.id = free.id
            RETURNING p.*
        ), %s, moved AS NOT MATERIALIZED (
            SELECT *, status AS was, %s AS becomes FROM gone
        ), counted AS (
            %s
        )
        SELECT count(*) FROM gone
        """
                .formatted(
                        finish(status, updatedAt + ", :now", PROGRESS, error),
                        becomes,
                        count("", ""));
    }

    /**
     * Counts the rows of {@code moved} by what each of them {@code was} and what it {@code
     * becomes}: a state of callers, or {@code deleted} for what was neither delivered nor given up
     * before.
     *
     * @param columns further ones, each after a comma
     * @param sums what is added there
     */
    static String count(String columns, String sums) {
        return """
        INSERT INTO message_count_change
            (environment_id, endpoint_id, minute, succeeded, failed, deleted, retrying%s)
        SELECT %s,
               count(*) FILTER (WHERE becomes = 'succeeded') - count(*) FILTER (WHERE was = 'succeeded'),
               count(*) FILTER (WHERE becomes = 'failed_permanent')
               - count(*) FILTER (WHERE was = 'failed_permanent'),
               count(*) FILTER (WHERE becomes = 'deleted'),
               count(*) FILTER (WHERE becomes = 'pending_retry') - count(*) FILTER (WHERE was = 'pending_retry')%s
          FROM moved
         GROUP BY 1, 2, 3\
        """
                .formatted(columns, BUCKET, sums);
    }

    static void giveUp(Handle handle, Collection<Moves.Key> messages, String why, Instant now) {
        var _ =
                handle.createQuery(GIVE_UP)
                        .bind(
                                "environments",
                                messages.stream()
                                        .map(message -> message.environment().value())
                                        .toArray(UUID[]::new))
                        .bind(
                                "ids",
                                messages.stream()
                                        .map(message -> message.id().value())
                                        .toArray(UUID[]::new))
                        .bind("why", why)
                        .bind("now", now)
                        .mapTo(Integer.class)
                        .one();
    }

    /** Messages that were delivered or given up. */
    static void requeueFinished(
            Handle handle, EnvironmentId environment, Collection<MessageId> ids, Instant now) {
        handle.createUpdate(REQUEUE_FINISHED)
                .bind("environment", environment.value())
                .bind("ids", MessageStore.uuids(ids))
                .bind("now", now)
                .execute();
    }

    /** Messages that wait for another attempt. */
    static void requeueRetrying(
            Handle handle, EnvironmentId environment, Collection<MessageId> ids, Instant now) {
        handle.createUpdate(REQUEUE_RETRYING)
                .bind("environment", environment.value())
                .bind("ids", MessageStore.uuids(ids))
                .bind("now", now)
                .execute();
    }

    static void retryNow(Handle handle, EnvironmentId environment, MessageId id, Instant now) {
        handle.createUpdate(
                        """
                        UPDATE pending_message
                           SET due_at = :now, updated_at = :now
                         WHERE environment_id = :environment
                           AND id = :id
                           AND node IS NULL
                        """)
                .bind("environment", environment.value())
                .bind("id", id.value())
                .bind("now", now)
                .execute();
    }

    /**
     * Marks messages where they lie.
     *
     * @param table {@code pending_message} or {@code finished_message}
     */
    static void mark(
            Handle handle,
            String table,
            EnvironmentId environment,
            Collection<MessageId> ids,
            Actor by,
            Instant now) {
        handle.createUpdate(
                        """
                        UPDATE %s
                           SET deleted_at = :now, deleted_by_kind = :kind, deleted_by_id = :by, updated_at = :now
                         WHERE environment_id = :environment
                           AND id = ANY(:ids)
                        """
                                .formatted(table))
                .bind("environment", environment.value())
                .bind("ids", MessageStore.uuids(ids))
                .bind("kind", by.kind().word())
                .bind("by", by.id())
                .bind("now", now)
                .execute();
    }

    /** Those of {@code ids} that no node holds. */
    static void settle(
            Handle handle, EnvironmentId environment, Collection<MessageId> ids, Instant now) {
        var _ =
                handle.createQuery(
                                SETTLE.formatted(
                                        "environment_id = :environment AND id = ANY(:ids)"))
                        .bind("environment", environment.value())
                        .bind("ids", MessageStore.uuids(ids))
                        .bind("now", now)
                        .mapTo(Integer.class)
                        .one();
    }

    /** Any that no node holds; how many there were. */
    static int settleSome(Handle handle, int most, Instant now) {
        return handle.createQuery(SETTLE.formatted("true LIMIT :most"))
                .bind("most", most)
                .bind("now", now)
                .mapTo(Integer.class)
                .one();
    }
}
