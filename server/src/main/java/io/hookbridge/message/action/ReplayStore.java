package io.hookbridge.message.action;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.message.Message;
import io.hookbridge.message.Messages;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Statements that bring locked messages back into the queue or out of it. */
final class ReplayStore {

    private ReplayStore() {}

    static Map<MessageId, ReplayRule.Remains> remains(Handle handle, List<Message> messages) {
        Map<MessageId, ReplayRule.Remains> remains = new HashMap<>();
        handle.createQuery(
                        """
                        WITH kept AS MATERIALIZED (
                            SELECT id
                              FROM payload
                             WHERE id = ANY(:payloads)
                               AND expires_on = ANY(:days::date[])
                        )
                        SELECT m.id, e.deleted_at IS NULL AS endpoint, m.payload_id IN (SELECT id FROM kept) AS payload
                          FROM unnest(:ids::uuid[], :payloads::uuid[], :endpoints::uuid[])
                               AS m (id, payload_id, endpoint_id)
                          JOIN endpoint e ON e.id = m.endpoint_id
                        """)
                .bind("ids", Messages.uuids(messages.stream().map(Message::id).toList()))
                .bind("payloads", messages.stream().map(Message::payloadId).toArray(UUID[]::new))
                .bind("days", Messages.payloadDays(messages))
                .bind(
                        "endpoints",
                        messages.stream().map(m -> m.endpoint().value()).toArray(UUID[]::new))
                .map((row, _) ->
                        remains.put(
                                new MessageId(row.getObject("id", UUID.class)),
                                new ReplayRule.Remains(
                                        row.getBoolean("payload"), row.getBoolean("endpoint"))))
                .list();
        return remains;
    }

    /** Queues messages that were delivered or given up. */
    static int requeueFinished(
            Handle handle, EnvironmentId environment, Collection<MessageId> ids, Instant now) {
        return handle.createUpdate(
                        """
                        WITH gone AS (
                            DELETE FROM finished_message
                             WHERE environment_id = :environment
                               AND id = ANY(:ids)
                            RETURNING *
                        )
                        INSERT INTO pending_message
                            (environment_id, id, endpoint_id, payload_id, created_at, updated_at, status, due_at, fence,
                             attempt_count, attempts_before, replay_count, direction, content_type, idempotency_key,
                             size_bytes, payload_sha256, payload_expires_at, keep_payload, first_attempt_at, processing_ms, response_status,
                             response_latency_ms, last_error)
                        SELECT environment_id, id, endpoint_id, payload_id, created_at, :now, 'queued', :now, fence + 1,
                               attempt_count, attempt_count, replay_count + 1, direction, content_type, idempotency_key,
                               size_bytes, payload_sha256, payload_expires_at, keep_payload, first_attempt_at, processing_ms, response_status,
                               response_latency_ms, last_error
                          FROM gone
                        """)
                .bind("environment", environment.value())
                .bind("ids", Messages.uuids(ids))
                .bind("now", now)
                .execute();
    }

    /** Queues messages that wait for another attempt. */
    static int requeuePending(
            Handle handle, EnvironmentId environment, Collection<MessageId> ids, Instant now) {
        return handle.createUpdate(
                        """
                        UPDATE pending_message
                           SET status = 'queued', due_at = :now, updated_at = :now, fence = fence + 1,
                               attempts_before = attempt_count, replay_count = replay_count + 1, retry_type = NULL
                         WHERE environment_id = :environment
                           AND id = ANY(:ids)
                        """)
                .bind("environment", environment.value())
                .bind("ids", Messages.uuids(ids))
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
                        """)
                .bind("environment", environment.value())
                .bind("id", id.value())
                .bind("now", now)
                .execute();
    }

    static boolean isPaused(Handle handle, EndpointId endpoint) {
        return handle.createQuery("SELECT paused_reason IS NOT NULL FROM endpoint WHERE id = :id")
                .bind("id", endpoint.value())
                .mapTo(Boolean.class)
                .one();
    }

    static void giveUp(
            Handle handle, EnvironmentId environment, MessageId id, String reason, Instant now) {
        handle.createUpdate(
                        """
                        WITH gone AS (
                            DELETE FROM pending_message
                             WHERE environment_id = :environment
                               AND id = :id
                            RETURNING *
                        )
                        INSERT INTO finished_message
                            (environment_id, id, endpoint_id, payload_id, created_at, updated_at, status, finished_at, fence,
                             attempt_count, replay_count, direction, content_type, idempotency_key, size_bytes,
                             payload_sha256, payload_expires_at, keep_payload, first_attempt_at, processing_ms, response_status,
                             response_latency_ms, last_error)
                        SELECT environment_id, id, endpoint_id, payload_id, created_at, :now, 'failed_permanent', :now, fence,
                               attempt_count, replay_count, direction, content_type, idempotency_key, size_bytes,
                               payload_sha256, payload_expires_at, keep_payload, first_attempt_at, processing_ms, response_status,
                               response_latency_ms, :reason
                          FROM gone
                        """)
                .bind("environment", environment.value())
                .bind("id", id.value())
                .bind("now", now)
                .bind("reason", reason)
                .execute();
    }
}
