package io.hookbridge.message;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;

import org.jdbi.v3.core.Handle;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

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
                         WHERE environment_id = :environment
                           AND id = :payload
                           AND expires_on = :day
                        """)
                .bind("environment", message.environment().value())
                .bind("payload", message.payloadId())
                .bind("day", message.payloadDay())
                .mapTo(byte[].class)
                .findOne();
    }

    /**
     * A payload that is to be removed.
     *
     * @param day by which it lies
     */
    record Key(EnvironmentId environment, MessageId message, UUID payload, LocalDate day) {}

    /** Removes payloads with what was answered to them. */
    static void remove(Handle handle, Collection<Key> keys) {
        if (keys.isEmpty()) {
            return;
        }
        handle.createUpdate(
                        """
                        WITH answers AS (
                            DELETE FROM response_body
                             WHERE environment_id = ANY(:environments)
                               AND message_id = ANY(:messages)
                               AND expires_on = ANY(:days::date[])
                        )
                        DELETE FROM payload
                         WHERE environment_id = ANY(:environments)
                           AND id = ANY(:payloads)
                           AND expires_on = ANY(:days::date[])
                        """)
                .bind(
                        "environments",
                        keys.stream()
                                .map(key -> key.environment().value())
                                .distinct()
                                .toArray(UUID[]::new))
                .bind("messages", MessageStore.uuids(keys.stream().map(Key::message).toList()))
                .bind("payloads", keys.stream().map(Key::payload).toArray(UUID[]::new))
                .bind("days", texts(keys.stream().map(Key::day).toList()))
                .execute();
    }

    /** Days as they are bound, each once. */
    public static String[] texts(Collection<LocalDate> days) {
        return days.stream().distinct().map(LocalDate::toString).toArray(String[]::new);
    }
}
