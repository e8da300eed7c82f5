package io.hookbridge.message;

import io.hookbridge.base.MessageId;

import org.jdbi.v3.core.Handle;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;

/**
 * Payloads, and what receivers answered to them. They lie by the day (UTC) on which they expire. A
 * statement must name these days as an array: a join would read the payloads of all days.
 */
public final class PayloadStore {

    private PayloadStore() {}

    /** The payload of a message exactly as it was sent; empty if it is there no more. */
    static Optional<byte[]> read(Handle handle, Message message) {
        return handle.createQuery(
                        """
                        SELECT body
                          FROM payload
                         WHERE project_id = :project
                           AND message_id = :message
                           AND expires_on = :day
                        """)
                .bind("project", message.project().value())
                .bind("message", message.id().value())
                .bind("day", message.payloadDay())
                .mapTo(byte[].class)
                .findOne();
    }

    /**
     * Removes payloads with what was answered to them.
     *
     * @param days those of the messages, in any order
     */
    static void remove(Handle handle, Collection<MessageId> messages, Collection<LocalDate> days) {
        if (messages.isEmpty()) {
            return;
        }
        handle.createUpdate(
                        """
                        WITH answers AS (
                            DELETE FROM response_body
                             WHERE message_id = ANY(:ids)
                               AND expires_on = ANY(:days::date[])
                        )
                        DELETE FROM payload
                         WHERE message_id = ANY(:ids)
                           AND expires_on = ANY(:days::date[])
                        """)
                .bind("ids", MessageStore.uuids(messages))
                .bind("days", texts(days))
                .execute();
    }

    /** Days as they are bound, each once. */
    public static String[] texts(Collection<LocalDate> days) {
        return days.stream().distinct().map(LocalDate::toString).toArray(String[]::new);
    }
}
