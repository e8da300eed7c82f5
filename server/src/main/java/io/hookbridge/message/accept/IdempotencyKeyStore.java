package io.hookbridge.message.accept;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageStore;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Statements on {@code idempotency_key}. A key is one of its endpoint, whichever way the messages
 * of that go: an endpoint that receives may change between two with the same key.
 */
public final class IdempotencyKeyStore {

    private IdempotencyKeyStore() {}

    /** A message that a key already stands for. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Known(UUID message, byte[] sha256) {}

    /**
     * Keys that no living message has, taken for these messages.
     *
     * @param messages with a key each, no key twice for an endpoint, in an order that is the same
     *     for everybody
     * @return the ids of the messages whose keys were free
     */
    static Set<UUID> take(
            Handle handle, List<NewMessage> messages, List<Instant> untils, Instant now) {
        return new HashSet<>(
                handle.createQuery(
                                """
                                INSERT INTO idempotency_key AS k
                                    (environment_id, target_id, key, message_id, payload_sha256, expires_at, signed_sha256)
                                SELECT * FROM unnest(:environments::uuid[], :targets::uuid[], :keys::text[],
                                                     :ids::uuid[], :shas::bytea[], :untils::timestamptz[],
                                                     :signed::bytea[])
                                ON CONFLICT (environment_id, target_id, key) DO UPDATE
                                   SET message_id = excluded.message_id,
                                       payload_sha256 = excluded.payload_sha256,
                                       expires_at = excluded.expires_at,
                                       signed_sha256 = excluded.signed_sha256
                                 WHERE k.expires_at <= :now
                                RETURNING message_id
                                """)
                        .bind("environments", environments(messages))
                        .bind("targets", targets(messages))
                        .bind("keys", keys(messages))
                        .bind("ids", ids(messages))
                        .bind(
                                "shas",
                                messages.stream().map(NewMessage::sha256).toArray(byte[][]::new))
                        .bind("untils", untils.toArray(Instant[]::new))
                        .bind("signed", signed(messages))
                        .bind("now", now)
                        .mapTo(UUID.class)
                        .list());
    }

    /**
     * Notes which of {@code messages} were signed just as an earlier one of their endpoint that has
     * another key. However many there are, one of them is read: it is the first or was noted to be
     * signed as the first; only of those in {@code messages} that is not known yet.
     *
     * @param messages whose keys were just taken, each with what was signed
     */
    static void noteSameBytes(Handle handle, List<NewMessage> messages) {
        handle.createUpdate(
                        """
                        INSERT INTO same_bytes (environment_id, message_id, original_id, expires_at)
                        SELECT asked.environment_id, asked.id,
                               coalesce(known.original_id, stored.message_id, beside.id), own.expires_at
                          FROM unnest(:environments::uuid[], :targets::uuid[], :keys::text[], :ids::uuid[],
                                      :signed::bytea[])
                               AS asked (environment_id, target_id, key, id, signed_sha256)
                          JOIN idempotency_key own USING (environment_id, target_id, key)
                          LEFT JOIN LATERAL (SELECT message_id
                                               FROM idempotency_key
                                              WHERE environment_id = asked.environment_id
                                                AND target_id = asked.target_id
                                                AND signed_sha256 = asked.signed_sha256
                                                AND message_id < asked.id
                                                AND message_id <> ALL(:ids::uuid[])
                                              LIMIT 1) stored ON true
                          LEFT JOIN same_bytes known
                                 ON known.environment_id = asked.environment_id
                                AND known.message_id = stored.message_id
                          LEFT JOIN LATERAL (SELECT other.id
                                               FROM unnest(:environments::uuid[], :targets::uuid[], :ids::uuid[],
                                                           :signed::bytea[])
                                                    AS other (environment_id, target_id, id, signed_sha256)
                                              WHERE other.environment_id = asked.environment_id
                                                AND other.target_id = asked.target_id
                                                AND other.signed_sha256 = asked.signed_sha256
                                                AND other.id < asked.id
                                              ORDER BY other.id
                                              LIMIT 1) beside ON stored.message_id IS NULL
                         WHERE coalesce(stored.message_id, beside.id) IS NOT NULL
                        ON CONFLICT (environment_id, message_id) DO NOTHING
                        """)
                .bind("environments", environments(messages))
                .bind("targets", targets(messages))
                .bind("keys", keys(messages))
                .bind("ids", ids(messages))
                .bind("signed", signed(messages))
                .execute();
    }

    private static byte[] @Nullable [] signed(List<NewMessage> messages) {
        return messages.stream().map(NewMessage::signedSha256).toArray(byte[][]::new);
    }

    /** What stands under the keys of {@code messages} now, by the id of the message that asked. */
    static Map<UUID, Known> known(Handle handle, List<NewMessage> messages, Instant now) {
        Map<UUID, Known> known = new HashMap<>();
        handle.createQuery(
                        """
                        SELECT asked.id, k.message_id, k.payload_sha256
                          FROM unnest(:environments::uuid[], :targets::uuid[], :keys::text[], :ids::uuid[])
                               AS asked (environment_id, target_id, key, id)
                          JOIN idempotency_key k USING (environment_id, target_id, key)
                         WHERE k.expires_at > :now
                        """)
                .bind("environments", environments(messages))
                .bind("targets", targets(messages))
                .bind("keys", keys(messages))
                .bind("ids", ids(messages))
                .bind("now", now)
                .map((row, _) ->
                        known.put(
                                row.getObject("id", UUID.class),
                                new Known(
                                        row.getObject("message_id", UUID.class),
                                        row.getBytes("payload_sha256"))))
                .list();
        return known;
    }

    /** A key that stands for a message. */
    public record Taken(EnvironmentId environment, TargetId target, String key, MessageId message) {

        private static Stream<Taken> by(Message message) {
            return Stream.ofNullable(message.idempotencyKey())
                    .map(key ->
                            new Taken(message.environment(), message.target(), key, message.id()));
        }
    }

    /** Frees the idempotency keys of {@code messages}, as far as they have any. */
    public static void free(Handle handle, List<Message> messages) {
        free(handle, messages.stream().flatMap(Taken::by));
    }

    /**
     * Frees idempotency keys. They are locked in the order in which those who accept messages lock
     * them, so that two never wait for each other.
     */
    public static void free(Handle handle, Stream<Taken> taken) {
        List<Taken> keyed =
                taken.sorted(
                                Comparator.comparing((Taken key) -> key.target().value())
                                        .thenComparing(Taken::key))
                        .toList();
        if (keyed.isEmpty()) {
            return;
        }
        handle.createUpdate(
                        """
                        WITH mine AS MATERIALIZED (
                            SELECT k.environment_id, k.target_id, k.key
                              FROM unnest(:environments::uuid[], :targets::uuid[], :keys::text[], :ids::uuid[])
                                   WITH ORDINALITY AS m (environment_id, target_id, key, message_id, place)
                              JOIN idempotency_key k USING (environment_id, target_id, key, message_id)
                             ORDER BY m.place
                               FOR UPDATE OF k
                        )
                        DELETE FROM idempotency_key k
                         USING mine
                         WHERE k.environment_id = mine.environment_id
                           AND k.target_id = mine.target_id
                           AND k.key = mine.key
                        """)
                .bind(
                        "environments",
                        keyed.stream().map(m -> m.environment().value()).toArray(UUID[]::new))
                .bind("targets", keyed.stream().map(m -> m.target().value()).toArray(UUID[]::new))
                .bind("keys", keyed.stream().map(Taken::key).toArray(String[]::new))
                .bind("ids", MessageStore.uuids(keyed.stream().map(Taken::message).toList()))
                .execute();
    }

    private static UUID[] ids(List<NewMessage> messages) {
        return messages.stream().map(message -> message.id().value()).toArray(UUID[]::new);
    }

    private static UUID[] environments(List<NewMessage> messages) {
        return messages.stream().map(message -> message.environment().value()).toArray(UUID[]::new);
    }

    private static UUID[] targets(List<NewMessage> messages) {
        return messages.stream().map(message -> message.target().value()).toArray(UUID[]::new);
    }

    private static String[] keys(List<NewMessage> messages) {
        return messages.stream().map(NewMessage::rememberedBy).toArray(String[]::new);
    }
}
