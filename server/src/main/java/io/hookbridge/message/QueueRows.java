package io.hookbridge.message;

import io.hookbridge.db.CopyRows;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Messages that come into the queue out of a node's hands, or past them. */
public final class QueueRows {

    private static final int FIRST_FENCE = HeldMessage.UNDER_WAY + 1;

    private final CopyRows rows =
            new CopyRows(
                    "queue",
                    "environment_id",
                    "id",
                    "endpoint_id",
                    "created_at",
                    "updated_at",
                    "status",
                    "due_at",
                    "fence",
                    "attempt_count",
                    "direction",
                    "content_type",
                    "idempotency_key",
                    "size_bytes",
                    "payload_sha256",
                    "payload_expires_at",
                    "keep_payload",
                    "first_attempt_at",
                    "processing_ms",
                    "response_status",
                    "response_latency_ms",
                    "last_error",
                    "retry_type");

    /**
     * Adds a message that was not tried and that any node may take.
     *
     * @param due from when on
     */
    public void add(HeldMessage message, Instant due) {
        add(message, MessageStatus.QUEUED, message.createdAt(), due, 0, null);
    }

    /** Adds a message whose first attempt was made and is to be followed by another one. */
    void add(Attempt attempt, Instant due) {
        add(
                attempt.message(),
                MessageStatus.PENDING_RETRY,
                attempt.endedAt(),
                due,
                attempt.message().nextAttempt(),
                attempt);
    }

    private void add(
            HeldMessage message,
            MessageStatus status,
            Instant updatedAt,
            Instant due,
            int attempts,
            @Nullable Attempt last) {
        rows.row()
                .uuid(message.environment().value())
                .uuid(message.id().value())
                .uuid(message.target().value())
                .time(message.createdAt())
                .time(updatedAt)
                .text(status.word())
                .time(due)
                .number(FIRST_FENCE)
                .number(attempts)
                .text(message.direction().word())
                .text(message.contentType())
                .text(message.idempotencyKey())
                .number(message.sizeBytes())
                .bytes(message.sha256())
                .time(message.payloadExpiresAt())
                .flag(message.keepPayload())
                .time(last == null ? null : last.startedAt())
                .number(last == null ? null : (Integer) last.processingMs())
                .number(last == null ? null : last.responseStatus())
                .number(last == null ? null : (Integer) last.latencyMs())
                .text(last == null ? null : last.error())
                .text(
                        last != null && last.decision() instanceof RetryDecision.Again again
                                ? again.tier().word()
                                : null);
    }

    /** Inserts what was added, in the transaction of {@code handle}. */
    public void write(Handle handle) {
        rows.write(handle);
    }
}
