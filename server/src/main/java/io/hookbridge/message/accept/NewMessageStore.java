package io.hookbridge.message.accept;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.MessageId;
import io.hookbridge.db.CopyRows;
import io.hookbridge.db.HotStatement;
import io.hookbridge.message.CountChanges;
import io.hookbridge.message.QueueRows;
import io.hookbridge.message.search.SearchTasks;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Stores many messages with few statements, in the caller's transaction. */
final class NewMessageStore {

    /** The order of all values of a message here. */
    private static final String[] COLUMNS = {
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
        "body"
    };

    private static final String INSERT_ONE =
            "INSERT INTO message (%s) VALUES (%s)"
                    .formatted(
                            String.join(", ", COLUMNS),
                            String.join(", ", Collections.nCopies(COLUMNS.length, "?")));

    private NewMessageStore() {}

    /**
     * Inserts a few messages, together with other statements, and counts them: what {@link #insert}
     * does with many takes a COPY, which is waited for twice.
     *
     * @param messages in the hands of their holder
     * @param indexed whether their payloads are to be found
     */
    static void insertHeld(
            HotStatement.Together together, List<NewMessage> messages, boolean indexed) {
        CountChanges counts = new CountChanges();
        for (NewMessage message : messages) {
            together.update(INSERT_ONE, to -> bind(to, message));
            count(counts, message, message.createdAt());
        }
        counts.write(together);
        if (indexed) {
            tasks(messages).write(together);
        }
    }

    /** What is fetched is in no list of messages, and what goes with its delivery is not kept. */
    private static SearchTasks tasks(List<NewMessage> messages) {
        SearchTasks tasks = new SearchTasks();
        for (NewMessage message : messages) {
            if (message.keepPayload() && message.event() == null) {
                tasks.add(message.environment(), message.id(), message.payloadDay());
            }
        }
        return tasks;
    }

    private static void bind(HotStatement.Arguments to, NewMessage message) throws SQLException {
        to.uuid(message.environment().value())
                .uuid(message.id().value())
                .uuid(message.target().value())
                .uuid(Objects.requireNonNull(message.holder()))
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
    }

    /**
     * Inserts all {@code messages} with their payloads, counts them, and puts those into the queue
     * that are to be delivered and that nobody holds.
     *
     * @param node the holder whose messages stay in its hands; those that name another one are
     *     stored as if they named none
     * @param now when what waits to be fetched was received, unless that is not after what was
     *     received before it
     * @param indexed whether their payloads are to be found
     */
    static void insert(
            Handle handle,
            List<NewMessage> messages,
            @Nullable UUID node,
            Instant now,
            boolean indexed) {
        CopyRows rows = new CopyRows("message", COLUMNS);
        QueueRows queue = new QueueRows(handle);
        List<NewMessage> events = new ArrayList<>();
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
                events.add(message);
                continue;
            }
            if (!isHeld) {
                queue.addSent(message.held());
            }
            count(counts, message, message.createdAt());
        }
        rows.write(handle);
        CrashPoint.ACCEPT_COPIED.pass();
        queue.write();
        CrashPoint.ACCEPT_QUEUED.pass();
        // Late, because it locks a row of each endpoint until the commit.
        Map<MessageId, Instant> received = NewEventStore.insert(handle, events, now);
        for (NewMessage event : events) {
            count(counts, event, Objects.requireNonNull(received.get(event.id())));
        }
        counts.write(handle);
        if (indexed) {
            tasks(messages).write(handle);
        }
        CrashPoint.ACCEPT_COUNTED.pass();
    }

    private static void count(CountChanges counts, NewMessage message, Instant at) {
        counts.accepted(message.environment(), message.direction(), message.target(), at);
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
