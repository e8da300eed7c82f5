package io.hookbridge.message;

import static io.hookbridge.message.MessageStore.SAME;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.Spread;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The statements of {@link Moves}. Each returns what it moved, to be counted; how a message leaves
 * the queue for the history stands here once.
 */
final class MoveStore {

    /** Messages that nobody holds and nobody else is moving. */
    private static final String GIVE_UP =
            finish(
                    """
                    free AS MATERIALIZED (
                        SELECT environment_id, id
                          FROM queue
                         WHERE environment_id = ANY(:environments)
                           AND id = ANY(:ids)
                           AND node IS NULL
                           FOR UPDATE SKIP LOCKED
                    ), gone AS (
                        DELETE FROM queue q
                         USING free
                         WHERE q.environment_id = free.environment_id
                           AND q.id = free.id
                        RETURNING q.*
                    )\
                    """,
                    "'failed_permanent'",
                    ":why::text",
                    "NULL, NULL, NULL");

    /** Deleted messages go with the state that was seen of them. */
    private static final String SEEN = "message_status(NULL, status, " + StatusRows.IS_PAUSED + ")";

    private static final String DELETE_QUEUED =
            finish(
                    """
                    gone AS (
                        DELETE FROM queue
                         WHERE environment_id = :environment
                           AND id = ANY(:ids)
                           AND node IS NULL
                        RETURNING *
                    )\
                    """,
                    SEEN,
                    "last_error",
                    ":now, :kind, :by");

    private static final String END_MARKED =
            finish(
                    """
                    ended AS (
                        DELETE FROM mark k
                         USING queue q
                         WHERE k.environment_id = ANY(:environments)
                           AND k.id = ANY(:ids)
                           AND q.environment_id = k.environment_id
                           AND q.id = k.id
                           AND q.node IS NULL
                        RETURNING k.*
                    ), gone AS (
                        DELETE FROM queue q
                         USING ended k
                         WHERE q.environment_id = k.environment_id
                           AND q.id = k.id
                        RETURNING q.*, k.deleted_at, k.deleted_by_kind, k.deleted_by_id
                    )\
                    """,
                    SEEN,
                    "last_error",
                    "deleted_at, deleted_by_kind, deleted_by_id");

    private static final String REQUEUE_FINISHED =
            """
            WITH gone AS (
                DELETE FROM outcome
                 WHERE environment_id = :environment
                   AND id = ANY(:ids)
                RETURNING *
            ), made AS (
                INSERT INTO attempt
                    (environment_id, message_id, attempt_no, id, endpoint_id, started_at, url, response_status, latency_ms,
                     processing_ms, error_text, decision, resolved_ip, lost_connection_ms, dns_ms, tcp_connect_ms,
                     tls_handshake_ms, ttfb_ms, transfer_ms, conn_reused, user_agent, signature, added_headers,
                     response_headers, body_truncated)
                SELECT environment_id, id, attempt_count, attempt_id, endpoint_id, attempt_started_at, url,
                       response_status, response_latency_ms, processing_ms, last_error, decision, resolved_ip,
                       lost_connection_ms, dns_ms, tcp_connect_ms, tls_handshake_ms, ttfb_ms, transfer_ms, conn_reused,
                       user_agent, signature, added_headers, response_headers, body_truncated
                  FROM gone
                 WHERE attempt_id IS NOT NULL
            ), queued AS (
                INSERT INTO queue
                    (%1$s, replay_count, attempts_before, fence, status, updated_at, due_at, last_error)
                SELECT %1$s, replay_count + 1, attempt_count, fence + 1, 'queued', :now, now(), last_error
                  FROM gone
            )
            SELECT environment_id, id, endpoint_id, direction, created_at, payload_expires_at, status FROM gone
            """
                    .formatted(SAME);

    private MoveStore() {}

    /**
     * Makes rows of the queue history.
     *
     * @param gone takes the rows out of the queue, under this name
     * @param status like what follows an expression on such a row
     * @param deletion the values of its three columns
     */
    private static String finish(String gone, String status, String error, String deletion) {
        return """
        WITH %1$s, finished AS (
            INSERT INTO outcome
                (%2$s, replay_count, fence, status, finished_at, last_error,
                 deleted_at, deleted_by_kind, deleted_by_id)
            SELECT %2$s, replay_count, fence, %3$s, :now, %4$s, %5$s
              FROM gone
        )
        SELECT environment_id, id, endpoint_id, direction, created_at, payload_expires_at, status FROM gone
        """
                .formatted(gone, SAME, status, error, deletion);
    }

    /**
     * A message that was moved.
     *
     * @param was how it counted before
     */
    record Moved(
            Moves.Key key,
            Direction direction,
            TargetId target,
            Instant createdAt,
            Instant payloadExpiresAt,
            Counted was) {

        private static Moved of(ResultSet row) throws SQLException {
            return new Moved(
                    Moves.Key.of(row),
                    Direction.of(row.getString("direction")),
                    new TargetId(row.getObject("endpoint_id", UUID.class)),
                    row.getTimestamp("created_at").toInstant(),
                    row.getTimestamp("payload_expires_at").toInstant(),
                    counted(MessageStatus.of(row.getString("status")).orElseThrow()));
        }
    }

    private static Counted counted(MessageStatus status) {
        return switch (status) {
            case QUEUED, PAUSED, DELIVERING -> Counted.QUEUED;
            case PENDING_RETRY -> Counted.RETRYING;
            case SUCCEEDED -> Counted.SUCCEEDED;
            case FAILED_PERMANENT -> Counted.FAILED;
        };
    }

    static List<Moved> moved(Query query) {
        return query.map((row, _) -> Moved.of(row)).list();
    }

    static List<Moved> giveUp(
            Handle handle, Collection<Moves.Key> messages, String why, Instant now) {
        List<Moved> moved = new ArrayList<>();
        for (List<Moves.Key> part : Spread.parts(handle, messages, Moves.Key::environment)) {
            moved.addAll(
                    moved(
                            handle.createQuery(GIVE_UP)
                                    .bind("environments", Moves.Key.environments(part))
                                    .bind("ids", Moves.Key.ids(part))
                                    .bind("why", why)
                                    .bind("now", now)));
        }
        return moved;
    }

    /** Messages that were delivered or given up. */
    static List<Moved> requeueFinished(
            Handle handle, EnvironmentId environment, Collection<MessageId> ids, Instant now) {
        return moved(
                handle.createQuery(REQUEUE_FINISHED)
                        .bind("environment", environment.value())
                        .bind("ids", MessageStore.uuids(ids))
                        .bind("now", now));
    }

    /** Messages that wait for another attempt. */
    static List<Moved> requeueRetrying(
            Handle handle, EnvironmentId environment, Collection<MessageId> ids, Instant now) {
        return moved(
                handle.createQuery(
                                """
                                UPDATE queue
                                   SET status = 'queued', due_at = now(), updated_at = :now, fence = fence + 1,
                                       attempts_before = attempt_count, replay_count = replay_count + 1, retry_type = NULL
                                 WHERE environment_id = :environment
                                   AND id = ANY(:ids)
                                   AND node IS NULL
                                   AND status = 'pending_retry'
                                RETURNING environment_id, id, endpoint_id, direction, created_at, payload_expires_at,
                                          'pending_retry' AS status
                                """)
                        .bind("environment", environment.value())
                        .bind("ids", MessageStore.uuids(ids))
                        .bind("now", now));
    }

    static void retryNow(Handle handle, EnvironmentId environment, MessageId id, Instant now) {
        handle.createUpdate(
                        """
                        UPDATE queue
                           SET due_at = now(), updated_at = :now
                         WHERE environment_id = :environment
                           AND id = :id
                           AND node IS NULL
                        """)
                .bind("environment", environment.value())
                .bind("id", id.value())
                .bind("now", now)
                .execute();
    }

    /** Marks the rows of finished messages. */
    static void deleteFinished(
            Handle handle,
            EnvironmentId environment,
            Collection<MessageId> ids,
            Actor by,
            Instant now) {
        handle.createUpdate(
                        """
                        UPDATE outcome
                           SET deleted_at = :now, deleted_by_kind = :kind, deleted_by_id = :by
                         WHERE environment_id = :environment
                           AND id = ANY(:ids)
                        """)
                .bind("environment", environment.value())
                .bind("ids", MessageStore.uuids(ids))
                .bind("kind", by.kind().word())
                .bind("by", by.id())
                .bind("now", now)
                .execute();
    }

    /** Messages of the queue that nobody holds. */
    static List<Moved> deleteQueued(
            Handle handle,
            EnvironmentId environment,
            Collection<MessageId> ids,
            Actor by,
            Instant now) {
        return moved(
                handle.createQuery(DELETE_QUEUED)
                        .bind("environment", environment.value())
                        .bind("ids", MessageStore.uuids(ids))
                        .bind("kind", by.kind().word())
                        .bind("by", by.id())
                        .bind("now", now));
    }

    /** See {@link Moves#endMarked}. */
    static List<Moved> endMarked(Handle handle, Collection<Moves.Key> messages, Instant now) {
        return moved(
                handle.createQuery(END_MARKED)
                        .bind("environments", Moves.Key.environments(messages))
                        .bind("ids", Moves.Key.ids(messages))
                        .bind("now", now));
    }
}
