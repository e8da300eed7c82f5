package io.hookbridge.message.action;

import io.hookbridge.access.Actor;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.message.Message;
import io.hookbridge.message.Messages;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Statements that delete locked messages. */
final class DeletionStore {

    private DeletionStore() {}

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
                .bind("ids", Messages.uuids(ids))
                .bind("kind", by.kind().word())
                .bind("by", by.id())
                .bind("now", now)
                .execute();
    }

    /** Moves marked messages that no node holds out of the queue, with the state that is seen. */
    static void settle(
            Handle handle, EnvironmentId environment, Collection<MessageId> ids, Instant now) {
        handle.createUpdate(
                        """
                        WITH gone AS (
                            DELETE FROM pending_message
                             WHERE environment_id = :environment
                               AND id = ANY(:ids)
                            RETURNING *
                        )
                        INSERT INTO finished_message
                            (environment_id, id, endpoint_id, payload_id, created_at, updated_at, status, finished_at, fence,
                             attempt_count, replay_count, direction, content_type, idempotency_key, size_bytes,
                             payload_sha256, payload_expires_at, keep_payload, first_attempt_at, processing_ms, response_status,
                             response_latency_ms, last_error, deleted_at, deleted_by_kind, deleted_by_id)
                        SELECT gone.environment_id, gone.id, gone.endpoint_id, payload_id, gone.created_at, gone.updated_at,
                               CASE WHEN status = 'queued' AND endpoint.paused_reason IS NOT NULL THEN 'paused'
                                    ELSE status END,
                               :now, fence,
                               attempt_count, replay_count, direction, content_type, idempotency_key, size_bytes,
                               payload_sha256, payload_expires_at, keep_payload, first_attempt_at, processing_ms, response_status,
                               response_latency_ms, last_error, gone.deleted_at, deleted_by_kind, deleted_by_id
                          FROM gone JOIN endpoint ON endpoint.id = gone.endpoint_id
                        """)
                .bind("environment", environment.value())
                .bind("ids", Messages.uuids(ids))
                .bind("now", now)
                .execute();
    }

    /** With what receivers answered to them. */
    static void removePayloads(Handle handle, List<Message> messages) {
        handle.createUpdate(
                        """
                        WITH answers AS (
                            DELETE FROM response_body
                             WHERE message_id = ANY(:ids)
                               AND expires_on = ANY(:days::date[])
                        )
                        DELETE FROM payload
                         WHERE id = ANY(:payloads)
                           AND expires_on = ANY(:days::date[])
                        """)
                .bind("ids", Messages.uuids(messages.stream().map(Message::id).toList()))
                .bind("payloads", messages.stream().map(Message::payloadId).toArray(UUID[]::new))
                .bind("days", Messages.payloadDays(messages))
                .execute();
    }

    /**
     * Frees the idempotency keys. The keys are locked in the order in which those who accept
     * messages lock them, so that two never wait for each other.
     */
    static void freeKeys(Handle handle, List<Message> messages) {
        List<Message> keyed =
                messages.stream()
                        .filter(message -> message.idempotencyKey() != null)
                        .sorted(
                                Comparator.comparing(
                                                (Message message) -> message.endpoint().value())
                                        .thenComparing(message ->
                                                String.valueOf(message.idempotencyKey())))
                        .toList();
        if (keyed.isEmpty()) {
            return;
        }
        handle.createUpdate(
                        """
                        WITH mine AS MATERIALIZED (
                            SELECT k.environment_id, k.endpoint_id, k.key
                              FROM unnest(:environments::uuid[], :endpoints::uuid[], :keys::text[], :ids::uuid[])
                                   WITH ORDINALITY AS m (environment_id, endpoint_id, key, message_id, place)
                              JOIN idempotency_key k USING (environment_id, endpoint_id, key, message_id)
                             ORDER BY m.place
                               FOR UPDATE OF k
                        )
                        DELETE FROM idempotency_key k
                         USING mine
                         WHERE (k.environment_id, k.endpoint_id, k.key) = (mine.environment_id, mine.endpoint_id, mine.key)
                        """)
                .bind(
                        "environments",
                        keyed.stream().map(m -> m.environment().value()).toArray(UUID[]::new))
                .bind(
                        "endpoints",
                        keyed.stream().map(m -> m.endpoint().value()).toArray(UUID[]::new))
                .bind("keys", keyed.stream().map(Message::idempotencyKey).toArray(String[]::new))
                .bind("ids", Messages.uuids(keyed.stream().map(Message::id).toList()))
                .execute();
    }
}
