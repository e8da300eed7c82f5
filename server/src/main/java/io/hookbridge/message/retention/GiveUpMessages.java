package io.hookbridge.message.retention;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Gives up the messages that are pending although their payload has expired or their project was
 * deleted. Those that a node holds are left to it: the attempt is made, and its result decides.
 */
public final class GiveUpMessages {

    /** Why a message is given up. */
    enum Reason {
        PAYLOAD_EXPIRED("payload expired before delivery"),
        PROJECT_DELETED("project deleted before delivery");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** The error that the message shows. */
        String sentence() {
            return sentence;
        }
    }

    private static final int BATCH = 500;
    private static final int MOST_AT_ONCE = 50_000;

    private final Jdbi jdbi;

    public GiveUpMessages(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Key(UUID environment, UUID id) {}

    /** Gives up what deleted projects left behind. To be called every few seconds, by any node. */
    public void ofDeletedProjects(Instant now) {
        List<Batch> batches =
                select(
                        """
                        SELECT waiting.environment_id, waiting.id
                          FROM project
                          JOIN environment ON environment.project_id = project.id,
                               LATERAL (SELECT environment_id, id
                                          FROM pending_message
                                         WHERE environment_id = environment.id
                                           AND node IS NULL
                                           AND deleted_at IS NULL
                                         LIMIT :most) waiting
                         WHERE project.deleted_at <= :now
                         LIMIT :most
                        """,
                        now,
                        Reason.PROJECT_DELETED);
        batches.forEach(batch -> giveUp(batch, now));
    }

    /** The messages whose payload is over. No index leads to them: all rows are looked at. */
    List<Batch> expired(Instant now) {
        return select(
                """
                SELECT environment_id, id
                  FROM pending_message
                 WHERE payload_expires_at <= :now
                   AND node IS NULL
                   AND deleted_at IS NULL
                 LIMIT :most
                """,
                now,
                Reason.PAYLOAD_EXPIRED);
    }

    private List<Batch> select(String query, Instant now, Reason reason) {
        List<Key> keys =
                jdbi.withHandle(handle ->
                        handle.createQuery(query)
                                .bind("now", now)
                                .bind("most", MOST_AT_ONCE)
                                .map((row, _) ->
                                        new Key(
                                                row.getObject("environment_id", UUID.class),
                                                row.getObject("id", UUID.class)))
                                .list());
        return IntStream.iterate(0, i -> i < keys.size(), i -> i + BATCH)
                .mapToObj(i -> new Batch(keys.subList(i, Math.min(i + BATCH, keys.size())), reason))
                .toList();
    }

    /** Some messages that are given up for the same reason. */
    record Batch(List<Key> keys, Reason reason) {}

    /**
     * Moves and counts in one statement. A row that is locked is on its way somewhere, and waiting
     * for it while others are held could close a circle. A replay may have given a message a new
     * payload meanwhile; a deleted project stays deleted.
     */
    void giveUp(Batch batch, Instant now) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                WITH free AS MATERIALIZED (
                                    SELECT p.environment_id, p.id
                                      FROM pending_message p
                                     WHERE p.environment_id = ANY(:environments)
                                       AND p.id = ANY(:ids)
                                       AND p.node IS NULL
                                       AND p.deleted_at IS NULL
                                       AND (p.payload_expires_at <= :now OR :deleted)
                                       FOR UPDATE OF p SKIP LOCKED
                                ), gone AS (
                                    DELETE FROM pending_message p
                                     USING free
                                     WHERE p.environment_id = free.environment_id
                                       AND p.id = free.id
                                    RETURNING p.*
                                ), finished AS (
                                    INSERT INTO finished_message
                                        (environment_id, id, endpoint_id, payload_id, created_at, updated_at, status,
                                         finished_at, fence, attempt_count, replay_count, direction, content_type,
                                         idempotency_key, size_bytes, payload_sha256, payload_expires_at, keep_payload, first_attempt_at,
                                         processing_ms, response_status, response_latency_ms, last_error)
                                    SELECT environment_id, id, endpoint_id, payload_id, created_at, :now, 'failed_permanent',
                                           :now, fence, attempt_count, replay_count, direction, content_type,
                                           idempotency_key, size_bytes, payload_sha256, payload_expires_at, keep_payload, first_attempt_at,
                                           processing_ms, response_status, response_latency_ms, :why
                                      FROM gone
                                )
                                INSERT INTO message_count_change (environment_id, endpoint_id, minute, failed, retrying)
                                SELECT environment_id, endpoint_id, date_bin('1 minute', created_at, 'epoch'), count(*),
                                       -count(*) FILTER (WHERE status = 'pending_retry')
                                  FROM gone
                                 GROUP BY 1, 2, 3
                                """)
                        .bind(
                                "environments",
                                batch.keys().stream().map(Key::environment).toArray(UUID[]::new))
                        .bind("ids", batch.keys().stream().map(Key::id).toArray(UUID[]::new))
                        .bind("now", now)
                        .bind("deleted", batch.reason() == Reason.PROJECT_DELETED)
                        .bind("why", batch.reason().sentence())
                        .execute());
    }

    /** The earliest end of a payload that a message still waits with; empty if none is pending. */
    Optional<Instant> earliestNeeded() {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT min(payload_expires_at) FROM pending_message")
                        .mapTo(Instant.class)
                        .findOne());
    }
}
