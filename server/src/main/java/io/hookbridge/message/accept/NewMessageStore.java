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
                              FROM unnest(:projects::uuid[], :targets::uuid[], :ids::uuid[], :holders::uuid[],
                                          :keys::text[], :keeps::bool[], :shas::bytea[], :bodies::bytea[],
                                          :headers::bytea[], :created::timestamptz[], :expires::timestamptz[])
                                AS row (project_id, endpoint_id, id, holder, key, keep, sha, body, headers,
                                        created_at, expires_at)
                        ), stored AS (
                            INSERT INTO payload (project_id, message_id, expires_on, body, headers_sealed)
                            SELECT project_id, id, (expires_at AT TIME ZONE 'UTC')::date, body, headers FROM new
                        ), counted AS (
                            INSERT INTO message_count_change (project_id, endpoint_id, minute, accepted)
                            SELECT project_id, endpoint_id, date_bin('1 minute', created_at, 'epoch'), count(*)
                              FROM new
                             GROUP BY 1, 2, 3
                        )
                        INSERT INTO pending_message
                            (project_id, id, endpoint_id, created_at, updated_at, status, due_at, node, fence,
                             idempotency_key, size_bytes, payload_sha256, payload_expires_at, keep_payload)
                        SELECT project_id, id, endpoint_id, created_at, created_at, 'queued',
                               CASE WHEN holder IS NULL THEN created_at ELSE 'infinity' END, holder, 1,
                               key, length(body), sha, expires_at, keep
                          FROM new
                        """)
                .bind("projects", projects(messages))
                .bind("targets", targets(messages))
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

    private static UUID[] projects(List<NewMessage> messages) {
        return messages.stream().map(message -> message.project().value()).toArray(UUID[]::new);
    }

    private static UUID[] targets(List<NewMessage> messages) {
        return messages.stream().map(message -> message.target().value()).toArray(UUID[]::new);
    }
}
