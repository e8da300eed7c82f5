package io.hookbridge.message.accept;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Stores many messages with few statements, in the caller's transaction. */
final class NewMessageStore {

    private NewMessageStore() {}

    /** The rows of all {@code messages}, their payloads and their count, in one statement. */
    static void insert(Handle handle, List<NewMessage> messages) {
        int count = messages.size();
        UUID[] payloads = new UUID[count];
        String[] directions = new String[count];
        String[] types = new String[count];
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
            payloads[i] = message.payloadId();
            directions[i] = message.direction().word();
            types[i] = message.contentType();
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
                              FROM unnest(:environments::uuid[], :targets::uuid[], :ids::uuid[], :payloads::uuid[],
                                          :directions::text[], :types::text[], :holders::uuid[],
                                          :keys::text[], :keeps::bool[], :shas::bytea[], :bodies::bytea[],
                                          :headers::bytea[], :created::timestamptz[], :expires::timestamptz[])
                                AS row (environment_id, endpoint_id, id, payload_id, direction, content_type, holder, key, keep,
                                        sha, body, headers, created_at, expires_at)
                        ), stored AS (
                            INSERT INTO payload (environment_id, id, expires_on, body, headers_sealed)
                            SELECT environment_id, payload_id, (expires_at AT TIME ZONE 'UTC')::date, body, headers FROM new
                        ), counted AS (
                            INSERT INTO message_count_change (environment_id, endpoint_id, minute, accepted)
                            SELECT environment_id, endpoint_id, date_bin('1 minute', created_at, 'epoch'), count(*)
                              FROM new
                             GROUP BY 1, 2, 3
                        )
                        INSERT INTO pending_message
                            (environment_id, id, endpoint_id, payload_id, direction, content_type, created_at, updated_at,
                             status, due_at, node, fence, idempotency_key, size_bytes, payload_sha256, payload_expires_at, keep_payload)
                        SELECT environment_id, id, endpoint_id, payload_id, direction, content_type, created_at, created_at,
                               'queued',
                               CASE WHEN holder IS NULL THEN created_at ELSE 'infinity' END, holder, :fence,
                               key, length(body), sha, expires_at, keep
                          FROM new
                        """)
                .bind("environments", environments(messages))
                .bind("targets", targets(messages))
                .bind("ids", ids(messages))
                .bind("payloads", payloads)
                .bind("directions", directions)
                .bind("types", types)
                .bind("holders", holders)
                .bind("fence", NewMessage.FIRST_FENCE)
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

    private static UUID[] targets(List<NewMessage> messages) {
        return messages.stream().map(message -> message.target().value()).toArray(UUID[]::new);
    }
}
