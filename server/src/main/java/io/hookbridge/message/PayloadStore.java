package io.hookbridge.message;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.db.Spread;
import io.hookbridge.message.cold.StoredPayload;
import io.hookbridge.message.search.SearchEntryStore;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Payloads, which lie in {@code message}, and what receivers answered to them. Both lie by the day
 * (UTC) on which the payload expires. A statement names one such day, or several as literals: a
 * join or an array of them would read all days.
 */
public final class PayloadStore {

    private PayloadStore() {}

    /** The day by which the payload lies. */
    static LocalDate day(Instant payloadExpiresAt) {
        return LocalDate.ofInstant(payloadExpiresAt, ZoneOffset.UTC);
    }

    /**
     * Keeps all partitions of {@code message} where they are until the transaction of {@code
     * handle} ends. To be called before its first query if that has one snapshot for all: a
     * partition that is rewritten meanwhile would look empty. None is where they are spread over
     * several servers, all of which would have to be asked.
     */
    public static void keepPartitions(Handle handle) {
        if (!Spread.is(handle)) {
            handle.execute("LOCK TABLE message IN ACCESS SHARE MODE");
        }
    }

    /**
     * The payload of a message as its row has it; empty if it is there no more.
     *
     * @param most how many bytes of one that lies in the row, at least 1
     */
    static Optional<StoredPayload> read(Handle handle, Message message, int most) {
        return handle.createQuery(
                        """
                        SELECT environment_id, id, expires_on, size_bytes, cold_segment, cold_offset, cold_key,
                               CASE WHEN length(body) > :most THEN substring(body FOR :most) ELSE body END AS body
                          FROM message
                         WHERE environment_id = :environment
                           AND id = :id
                           AND expires_on = :day
                        """)
                .bind("environment", message.environment().value())
                .bind("id", message.id().value())
                .bind("day", message.payloadDay())
                .bind("most", most)
                .map((row, _) -> StoredPayload.of(row))
                .findOne();
    }

    /**
     * A payload that is to be removed.
     *
     * @param day by which it lies
     */
    public record Key(EnvironmentId environment, MessageId message, LocalDate day) {

        static Key of(HeldMessage message) {
            return new Key(message.environment(), message.id(), message.payloadDay());
        }
    }

    /**
     * Removes payloads, and with each its row of {@code message}, and what was answered to them.
     *
     * @param keys only of finished messages, and of what is to be fetched: another row that nothing
     *     else stands for is a message that is under way
     */
    public static void remove(Handle handle, Collection<Key> keys) {
        Map<LocalDate, List<Key>> byDay = keys.stream().collect(Collectors.groupingBy(Key::day));
        byDay.forEach((day, ofDay) -> remove(handle, day, ofDay));
    }

    /** The same for messages that were deleted: they are not found by their payloads either. */
    static void removeDeleted(Handle handle, Collection<Key> keys) {
        remove(handle, keys);
        keys.stream()
                .collect(
                        Collectors.groupingBy(
                                Key::environment,
                                Collectors.mapping(Key::message, Collectors.toList())))
                .forEach((environment, ids) -> SearchEntryStore.remove(handle, environment, ids));
    }

    private static void remove(Handle handle, LocalDate day, List<Key> keys) {
        handle.createUpdate(
                        """
                        WITH answers AS (
                            DELETE FROM response_body
                             WHERE environment_id = ANY(:environments)
                               AND message_id = ANY(:messages)
                               AND expires_on = :day
                        )
                        DELETE FROM message
                         WHERE environment_id = ANY(:environments)
                           AND id = ANY(:messages)
                           AND expires_on = :day
                        """)
                .bind(
                        "environments",
                        keys.stream()
                                .map(key -> key.environment().value())
                                .distinct()
                                .toArray(UUID[]::new))
                .bind("messages", MessageStore.uuids(keys.stream().map(Key::message).toList()))
                .bind("day", day)
                .execute();
    }

    /**
     * Days as literals of a list in SQL, each once.
     *
     * @param days not empty
     */
    public static String literals(Collection<LocalDate> days) {
        return days.stream()
                .distinct()
                .sorted()
                .map(day -> "DATE '" + day + "'")
                .collect(Collectors.joining(", "));
    }
}
