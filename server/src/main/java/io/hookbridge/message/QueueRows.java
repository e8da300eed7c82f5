package io.hookbridge.message;

import io.hookbridge.db.CopyRows;
import io.hookbridge.db.DatabaseClock;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * Messages that come into the queue out of a node's hands, or past them. When they are due is told
 * by the clock of the database, like everything that servers must agree about: what one whose clock
 * is ahead puts there, the others would leave until theirs are as far.
 */
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

    private final Handle handle;
    private @Nullable Instant now;

    /**
     * @param handle in the transaction that the rows belong to
     */
    public QueueRows(Handle handle) {
        this.handle = handle;
    }

    /** Adds a message that was just sent: any node may take it, those that came first first. */
    public void addSent(HeldMessage message) {
        Instant sent = message.createdAt();
        add(message, sent.isBefore(now()) ? sent : now());
    }

    /**
     * Adds a message that was not tried.
     *
     * @param rest how long no node takes it
     */
    void add(HeldMessage message, Duration rest) {
        add(message, now().plus(rest));
    }

    private void add(HeldMessage message, Instant due) {
        add(message, MessageStatus.QUEUED, message.createdAt(), due, 0, null);
    }

    /**
     * Adds a message whose first attempt was made and is to be followed by another one.
     *
     * @param delay until that
     */
    void add(Attempt attempt, Duration delay) {
        add(
                attempt.message(),
                MessageStatus.PENDING_RETRY,
                attempt.endedAt(),
                now().plus(delay),
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

    /** When the transaction began, by the clock of the database, which is asked once. */
    Instant now() {
        Instant known = now;
        if (known == null) {
            known = DatabaseClock.now(handle);
            now = known;
        }
        return known;
    }

    /** Inserts what was added. */
    public void write() {
        rows.write(handle);
    }
}
