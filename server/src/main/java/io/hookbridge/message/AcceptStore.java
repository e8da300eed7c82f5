package io.hookbridge.message;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Stores many messages with few statements, in the caller's transaction. */
final class AcceptStore {

    private AcceptStore() {}

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
    static Set<UUID> takeKeys(
            Handle handle, List<NewMessage> messages, List<Instant> untils, Instant now) {
        return new HashSet<>(
                handle.createQuery(
                                """
                                INSERT INTO idempotency_key AS k
                                    (environment_id, endpoint_id, key, message_id, payload_sha256, expires_at)
                                SELECT * FROM unnest(:environments::uuid[], :endpoints::uuid[], :keys::text[],
                                                     :ids::uuid[], :shas::bytea[], :untils::timestamptz[])
                                ON CONFLICT (environment_id, endpoint_id, key) DO UPDATE
                                   SET message_id = excluded.message_id,
                                       payload_sha256 = excluded.payload_sha256,
                                       expires_at = excluded.expires_at
                                 WHERE k.expires_at <= :now
                                RETURNING message_id
                                """)
                        .bind("environments", environments(messages))
                        .bind("endpoints", endpoints(messages))
                        .bind("keys", keys(messages))
                        .bind("ids", ids(messages))
                        .bind(
                                "shas",
                                messages.stream().map(NewMessage::sha256).toArray(byte[][]::new))
                        .bind("untils", untils.toArray(Instant[]::new))
                        .bind("now", now)
                        .mapTo(UUID.class)
                        .list());
    }

    /** What stands under the keys of {@code messages} now, by the id of the message that asked. */
    static Map<UUID, Known> known(Handle handle, List<NewMessage> messages, Instant now) {
        Map<UUID, Known> known = new HashMap<>();
        handle.createQuery(
                        """
                        SELECT asked.id, k.message_id, k.payload_sha256
                          FROM unnest(:environments::uuid[], :endpoints::uuid[], :keys::text[], :ids::uuid[])
                               AS asked (environment_id, endpoint_id, key, id)
                          JOIN idempotency_key k USING (environment_id, endpoint_id, key)
                         WHERE k.expires_at > :now
                        """)
                .bind("environments", environments(messages))
                .bind("endpoints", endpoints(messages))
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

    /** The rows of all {@code messages}, their payloads and their count, in one statement. */
    static void insert(Handle handle, List<NewMessage> messages) {
        int count = messages.size();
        String[] keys = new String[count];
        byte[][] headers = new byte[count][];
        Boolean[] keeps = new Boolean[count];
        UUID[] holders = new UUID[count];
        Instant[] created = new Instant[count];
        Instant[] expires = new Instant[count];
        byte[][] shas = new byte[count][];
        byte[][] bodies = new byte[count][];
        for (int i = 0; i < count; i++) {
            NewMessage message = messages.get(i);
            keys[i] = message.idempotencyKey();
            headers[i] = message.sealedHeaders();
            keeps[i] = message.keepPayload();
            holders[i] = message.holder();
            created[i] = message.createdAt();
            expires[i] = message.payloadExpiresAt();
            shas[i] = message.sha256();
            bodies[i] = message.payload();
        }
        handle.createUpdate(
                        """
                        WITH new AS MATERIALIZED (
                            SELECT *
                              FROM unnest(:environments::uuid[], :endpoints::uuid[], :ids::uuid[], :holders::uuid[],
                                          :keys::text[], :keeps::bool[], :shas::bytea[], :bodies::bytea[],
                                          :headers::bytea[], :created::timestamptz[], :expires::timestamptz[])
                                AS row (environment_id, endpoint_id, id, holder, key, keep, sha, body, headers,
                                        created_at, expires_at)
                        ), stored AS (
                            INSERT INTO payload (environment_id, id, expires_on, body, headers_sealed)
                            SELECT environment_id, id, (expires_at AT TIME ZONE 'UTC')::date, body, headers FROM new
                        ), counted AS (
                            INSERT INTO message_count_change (environment_id, endpoint_id, minute, accepted)
                            SELECT environment_id, endpoint_id, date_bin('1 minute', created_at, 'epoch'), count(*)
                              FROM new
                             GROUP BY 1, 2, 3
                        )
                        INSERT INTO pending_message
                            (environment_id, id, endpoint_id, payload_id, created_at, updated_at, status, due_at, node,
                             fence, direction, content_type, idempotency_key, size_bytes, payload_sha256, payload_expires_at,
                             keep_payload)
                        SELECT environment_id, id, endpoint_id, id, created_at, created_at, 'queued',
                               CASE WHEN holder IS NULL THEN created_at ELSE 'infinity' END, holder, 1,
                               'outbound', 'application/json', key, length(body), sha, expires_at, keep
                          FROM new
                        """)
                .bind("environments", environments(messages))
                .bind("endpoints", endpoints(messages))
                .bind("ids", ids(messages))
                .bind("holders", holders)
                .bind("keys", keys)
                .bind("keeps", keeps)
                .bind("shas", shas)
                .bind("bodies", bodies)
                .bind("headers", headers)
                .bind("created", created)
                .bind("expires", expires)
                .execute();
    }

    private static UUID[] ids(List<NewMessage> messages) {
        return messages.stream().map(message -> message.id().value()).toArray(UUID[]::new);
    }

    private static UUID[] environments(List<NewMessage> messages) {
        return messages.stream().map(message -> message.environment().value()).toArray(UUID[]::new);
    }

    private static UUID[] endpoints(List<NewMessage> messages) {
        return messages.stream().map(message -> message.endpoint().value()).toArray(UUID[]::new);
    }

    private static String[] keys(List<NewMessage> messages) {
        return messages.stream().map(NewMessage::idempotencyKey).toArray(String[]::new);
    }
}
