package io.hookbridge.message;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.message.MessageCounts.CountChange;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * What a node that delivers does to the rows of one message, without delivering anything: it claims
 * and it records, fenced, and it leaves what was deleted.
 */
public final class EngineSteps {

    private final MessageRows rows;
    private final Jdbi jdbi;
    private final UUID node = UUID.randomUUID();

    public EngineSteps(MessageRows rows) {
        this.rows = rows;
        this.jdbi = rows.jdbi();
    }

    /** The fence of the new holder; empty if there is nothing to be claimed. */
    public OptionalInt claim(MessageId id) {
        Optional<Integer> fence =
                jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        UPDATE pending_message
                                           SET node = :node, fence = fence + 1, due_at = 'infinity'
                                         WHERE (environment_id, id) IN (
                                               SELECT environment_id, id FROM pending_message
                                                WHERE environment_id = :environment AND id = :id
                                                  AND node IS NULL AND deleted_at IS NULL
                                                  FOR UPDATE SKIP LOCKED)
                                        RETURNING fence
                                        """)
                                .bind("node", node)
                                .bind("environment", rows.environment().value())
                                .bind("id", id.value())
                                .mapTo(Integer.class)
                                .findOne());
        return fence.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** Records a success; false for a holder that lost the message. */
    public boolean succeed(MessageId id, int fence) {
        return finish(id, fence, "succeeded");
    }

    /** Records that the message is given up; false for a holder that lost the message. */
    public boolean giveUp(MessageId id, int fence) {
        return finish(id, fence, "failed_permanent");
    }

    private boolean finish(MessageId id, int fence, String status) {
        return jdbi.inTransaction(handle -> {
            Optional<CountChange> change =
                    handle.createQuery(
                                    """
                                    WITH gone AS (
                                        DELETE FROM pending_message
                                         WHERE environment_id = :environment AND id = :id
                                           AND fence = :fence AND node = :node
                                        RETURNING *
                                    ), done AS (
                                        INSERT INTO finished_message
                                            (environment_id, id, endpoint_id, payload_id, created_at, updated_at, status, finished_at,
                                             fence, attempt_count, replay_count, direction, content_type, idempotency_key, size_bytes,
                                             payload_sha256, payload_expires_at, keep_payload, first_attempt_at,
                                             deleted_at, deleted_by_kind, deleted_by_id)
                                        SELECT environment_id, id, endpoint_id, payload_id, created_at, now(), :status, now(),
                                               fence, attempt_count + 1, replay_count, direction, content_type, idempotency_key, size_bytes,
                                               payload_sha256, payload_expires_at, keep_payload, now(),
                                               deleted_at, deleted_by_kind, deleted_by_id
                                          FROM gone
                                    )
                                    SELECT endpoint_id, created_at, status FROM gone
                                    """)
                            .bind("environment", rows.environment().value())
                            .bind("id", id.value())
                            .bind("fence", fence)
                            .bind("node", node)
                            .bind("status", status)
                            .map((row, _) -> noLongerRetrying(row))
                            .findOne();
            change.ifPresent(old ->
                    MessageCounts.add(
                            handle,
                            List.of(
                                    status.equals("succeeded")
                                            ? old.succeeded(1)
                                            : old.failed(1))));
            return change.isPresent();
        });
    }

    /** Records a failure after which another attempt follows; false for a former holder. */
    public boolean again(MessageId id, int fence, String retryType) {
        return jdbi.inTransaction(handle -> {
            Optional<CountChange> change =
                    handle.createQuery(
                                    """
                                    UPDATE pending_message
                                       SET status = 'pending_retry', node = NULL, due_at = now() + interval '30 minutes',
                                           attempt_count = attempt_count + 1, retry_type = :type, updated_at = now()
                                     WHERE environment_id = :environment AND id = :id
                                       AND fence = :fence AND node = :node
                                    RETURNING endpoint_id, created_at, old.status
                                    """)
                            .bind("environment", rows.environment().value())
                            .bind("id", id.value())
                            .bind("fence", fence)
                            .bind("node", node)
                            .bind("type", retryType)
                            .map((row, _) -> noLongerRetrying(row).retrying(1))
                            .findOne();
            change.ifPresent(counts -> MessageCounts.add(handle, List.of(counts)));
            return change.isPresent();
        });
    }

    private CountChange noLongerRetrying(ResultSet row) throws SQLException {
        return CountChange.none(
                        rows.environment(),
                        new EndpointId(row.getObject("endpoint_id", UUID.class)),
                        row.getTimestamp("created_at").toInstant())
                .retrying(row.getString("status").equals("pending_retry") ? -1 : 0);
    }

    /**
     * Buckets whose counts differ from the messages that there are; empty if all is well. Counts
     * must not have been folded.
     */
    public static List<String> wrongCounts(Handle handle, EnvironmentId environment) {
        return handle.createQuery(
                        """
                        WITH counted AS (
                            SELECT environment_id, endpoint_id, minute, sum(accepted) AS accepted, sum(succeeded) AS succeeded,
                                   sum(failed) AS failed, sum(deleted) AS deleted, sum(retrying) AS retrying
                              FROM message_count_change
                             WHERE environment_id = :environment
                             GROUP BY 1, 2, 3
                        ), message AS (
                            SELECT environment_id, endpoint_id, created_at, status, true AS pending FROM pending_message
                             UNION ALL
                            SELECT environment_id, endpoint_id, created_at, status, false FROM finished_message
                        ), present AS (
                            SELECT environment_id, endpoint_id, date_trunc('minute', created_at, 'UTC') AS minute,
                                   count(*) AS accepted,
                                   count(*) FILTER (WHERE status = 'succeeded') AS succeeded,
                                   count(*) FILTER (WHERE status = 'failed_permanent') AS failed,
                                   count(*) FILTER (WHERE NOT pending AND status IN ('queued', 'pending_retry')) AS deleted,
                                   count(*) FILTER (WHERE pending AND status = 'pending_retry') AS retrying
                              FROM message
                             WHERE environment_id = :environment
                             GROUP BY 1, 2, 3
                        )
                        SELECT concat_ws(' ', endpoint_id, minute, 'counted', c.accepted, c.succeeded, c.failed, c.deleted,
                                         c.retrying, 'present', p.accepted, p.succeeded, p.failed, p.deleted, p.retrying)
                          FROM counted c FULL JOIN present p USING (environment_id, endpoint_id, minute)
                         WHERE (c.accepted, c.succeeded, c.failed, c.deleted, c.retrying)
                               IS DISTINCT FROM (p.accepted, p.succeeded, p.failed, p.deleted, p.retrying)
                        """)
                .bind("environment", environment.value())
                .mapTo(String.class)
                .list();
    }
}
