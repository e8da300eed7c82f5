package io.hookbridge.message.accept;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.db.CopyRows;
import io.hookbridge.message.CountChanges;
import io.hookbridge.message.QueueRows;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Stores many messages with few statements, in the caller's transaction. */
final class NewMessageStore {

    private NewMessageStore() {}

    /**
     * Inserts all {@code messages} with their payloads, counts them, and puts those into the queue
     * that nobody holds, unless they wait to be fetched.
     *
     * @param node the holder whose messages stay in its hands; those that name another one are
     *     stored as if they named none
     */
    static void insert(Handle handle, List<NewMessage> messages, @Nullable UUID node) {
        CopyRows rows =
                new CopyRows(
                        "message",
                        "environment_id",
                        "id",
                        "endpoint_id",
                        "node",
                        "expires_on",
                        "size_bytes",
                        "created_at",
                        "payload_expires_at",
                        "keep_payload",
                        "direction",
                        "content_type",
                        "idempotency_key",
                        "payload_sha256",
                        "head_sealed",
                        "body");
        CopyRows events =
                new CopyRows(
                        "pull_event",
                        "environment_id",
                        "id",
                        "endpoint_id",
                        "status",
                        "event_type",
                        "content_type",
                        "size_bytes",
                        "received_at",
                        "processing_ms",
                        "payload_expires_at");
        QueueRows queue = new QueueRows(handle);
        CountChanges counts = new CountChanges();
        for (NewMessage message : messages) {
            boolean isHeld = message.holder() != null && Objects.equals(message.holder(), node);
            rows.row()
                    .uuid(message.environment().value())
                    .uuid(message.id().value())
                    .uuid(message.target().value())
                    .uuid(isHeld ? node : null)
                    .date(message.payloadDay())
                    .number(message.payload().length)
                    .time(message.createdAt())
                    .time(message.payloadExpiresAt())
                    .flag(message.keepPayload())
                    .text(message.direction().word())
                    .text(message.contentType())
                    .text(message.idempotencyKey())
                    .bytes(message.sha256())
                    .bytes(message.sealedHead())
                    .bytes(message.payload());
            if (message.event() != null) {
                addEvent(events, message, message.event());
            } else if (!isHeld) {
                queue.addSent(message.held());
            }
            counts.accepted(
                    message.environment(),
                    message.direction(),
                    message.target(),
                    message.createdAt());
        }
        rows.write(handle);
        events.write(handle);
        CrashPoint.ACCEPT_COPIED.pass();
        queue.write();
        CrashPoint.ACCEPT_QUEUED.pass();
        counts.write(handle);
        CrashPoint.ACCEPT_COUNTED.pass();
    }

    private static void addEvent(CopyRows to, NewMessage message, NewMessage.Event event) {
        to.row()
                .uuid(message.environment().value())
                .uuid(message.id().value())
                .uuid(message.target().value())
                .text("stored")
                .text(event.type())
                .text(message.contentType())
                .number(message.payload().length)
                .time(message.createdAt())
                .number(event.processingMs())
                .time(message.payloadExpiresAt());
    }

    /** Whether {@code message} is there. */
    static boolean isStored(Handle handle, NewMessage message) {
        return handle.createQuery(
                        """
                        SELECT EXISTS (SELECT FROM message
                                        WHERE environment_id = :environment
                                          AND id = :id
                                          AND expires_on = :day)
                            OR EXISTS (SELECT FROM outcome
                                        WHERE environment_id = :environment
                                          AND id = :id)
                        """)
                .bind("environment", message.environment().value())
                .bind("id", message.id().value())
                .bind("day", message.payloadDay())
                .mapTo(Boolean.class)
                .one();
    }
}
