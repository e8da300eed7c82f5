package io.hookbridge.delivery;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.delivery.target.SealedHeaders;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes messages out of the database to deliver them, and gives them back. */
final class DeliveryStore {

    private final Jdbi jdbi;
    private final SealedHeaders headers;

    DeliveryStore(Jdbi jdbi, SealedHeaders headers) {
        this.jdbi = jdbi;
        this.headers = headers;
    }

    /** The endpoints that have messages due which may be delivered. */
    List<EndpointId> dueEndpoints(Instant now) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT endpoint_id FROM first_due WHERE due_at <= :now")
                        .bind("now", now)
                        .map((row, _) -> new EndpointId(row.getObject(1, UUID.class)))
                        .list());
    }

    /**
     * Takes up to so many due messages of each endpoint, those that have waited longest; what
     * another node is taking at this moment is passed over.
     */
    List<Job> claim(UUID node, Map<EndpointId, Integer> wanted, Instant now) {
        List<Job> claimed =
                jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        WITH taken AS MATERIALIZED (
                                            SELECT free.environment_id, free.id
                                              FROM unnest(:endpoints::uuid[], :wanted::int[])
                                                   AS lane (endpoint_id, wanted),
                                                   LATERAL (SELECT environment_id, id FROM pending_message due
                                                             WHERE due.endpoint_id = lane.endpoint_id
                                                               AND due.node IS NULL
                                                               AND due.due_at <= :now
                                                               AND due.deleted_at IS NULL
                                                             ORDER BY due.due_at
                                                             LIMIT lane.wanted
                                                               FOR UPDATE SKIP LOCKED) free
                                        )
                                        UPDATE pending_message p
                                           SET node = :node, fence = p.fence + 1, due_at = 'infinity', updated_at = :now
                                         WHERE p.environment_id = ANY(ARRAY(SELECT environment_id FROM taken))
                                           AND p.id = ANY(ARRAY(SELECT id FROM taken))
                                        RETURNING p.environment_id, p.endpoint_id, p.id, p.payload_id, p.created_at, p.payload_expires_at,
                                                  p.keep_payload, p.fence, p.attempt_count, p.attempts_before, p.status,
                                                  p.first_attempt_at
                                        """)
                                .bind("node", node)
                                .bind("now", now)
                                .bind(
                                        "endpoints",
                                        wanted.keySet().stream()
                                                .map(EndpointId::value)
                                                .toArray(UUID[]::new))
                                .bind("wanted", wanted.values().toArray(Integer[]::new))
                                .map((row, _) -> job(row))
                                .list());
        return withPayloads(claimed);
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Payload(byte[] body, @Nullable Map<String, String> headers) {}

    private List<Job> withPayloads(List<Job> claimed) {
        if (claimed.isEmpty()) {
            return List.of();
        }
        Map<UUID, Payload> payloads = payloads(claimed);
        List<Job> jobs = new ArrayList<>(claimed.size());
        for (Job job : claimed) {
            Payload payload = payloads.get(job.payloadId());
            jobs.add(payload == null ? job : job.with(payload.body(), payload.headers()));
        }
        return jobs;
    }

    private Map<UUID, Payload> payloads(List<Job> claimed) {
        Map<UUID, Payload> payloads = new HashMap<>();
        jdbi.useHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id, body, headers_sealed
                                  FROM payload
                                 WHERE id = ANY(:ids)
                                   AND expires_on = ANY(:days::date[])
                                """)
                        .bind("ids", claimed.stream().map(Job::payloadId).toArray(UUID[]::new))
                        .bind(
                                "days",
                                claimed.stream()
                                        .map(job -> expiresOn(job).toString())
                                        .distinct()
                                        .toArray(String[]::new))
                        .map((row, _) ->
                                payloads.put(row.getObject("id", UUID.class), payload(row)))
                        .list());
        return payloads;
    }

    private Payload payload(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        return new Payload(row.getBytes("body"), headers.openOfPayload(id, row).orElse(null));
    }

    private static LocalDate expiresOn(Job job) {
        return LocalDate.ofInstant(job.payloadExpiresAt(), ZoneOffset.UTC);
    }

    private static Job job(ResultSet row) throws SQLException {
        Timestamp firstAttemptAt = row.getTimestamp("first_attempt_at");
        return new Job(
                new EnvironmentId(row.getObject("environment_id", UUID.class)),
                new EndpointId(row.getObject("endpoint_id", UUID.class)),
                new MessageId(row.getObject("id", UUID.class)),
                row.getObject("payload_id", UUID.class),
                row.getTimestamp("created_at").toInstant(),
                null,
                Map.of(),
                row.getTimestamp("payload_expires_at").toInstant(),
                row.getBoolean("keep_payload"),
                row.getInt("fence"),
                row.getInt("attempt_count"),
                row.getInt("attempts_before"),
                row.getString("status").equals("pending_retry"),
                firstAttemptAt == null ? null : firstAttemptAt.toInstant());
    }

    /** Removes the rows of nodes whose time is over; true if there were any. */
    boolean removeDeadNodes() {
        return jdbi.withHandle(handle ->
                handle.createUpdate("DELETE FROM node WHERE alive_until <= now()").execute() > 0);
    }

    /** Forgets every node: for a database that nobody else can be using. */
    void removeAllNodes() {
        jdbi.useHandle(handle -> handle.createUpdate("DELETE FROM node").execute());
    }

    /** Frees the messages of nodes that are no more; how many there were. */
    int takeOver(Instant now) {
        return jdbi.withHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE pending_message p
                                   SET node = NULL, fence = fence + 1, due_at = :now
                                 WHERE node IS NOT NULL
                                   AND NOT EXISTS (SELECT FROM node
                                                    WHERE node.id = p.node AND node.alive_until > now())
                                """)
                        .bind("now", now)
                        .execute());
    }

    /** Frees everything that {@code node} still holds, at its end. */
    void giveBackAll(UUID node, Instant now) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE pending_message
                                   SET node = NULL, fence = fence + 1, due_at = :now
                                 WHERE node = :node
                                """)
                        .bind("node", node)
                        .bind("now", now)
                        .execute());
    }

    /** What {@code node} has held since before {@code before}, as the database sees it. */
    List<Held> heldSince(UUID node, Instant before) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT environment_id, id, fence
                                  FROM pending_message
                                 WHERE node = :node
                                   AND updated_at < :before
                                """)
                        .bind("node", node)
                        .bind("before", before)
                        .map((row, _) ->
                                new Held(
                                        row.getObject("environment_id", UUID.class),
                                        row.getObject("id", UUID.class),
                                        row.getInt("fence")))
                        .list());
    }

    /** A row that names a node as its holder. */
    record Held(UUID environment, UUID id, int fence) {}

    /**
     * Gives back messages that this node has not tried.
     *
     * @param due when any node may take them
     */
    void free(Collection<Held> rows, Instant due) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE pending_message p
                                   SET node = NULL, fence = p.fence + 1, due_at = :due
                                  FROM unnest(:environments::uuid[], :ids::uuid[], :fences::int[])
                                       AS free (environment_id, id, fence)
                                 WHERE p.environment_id = free.environment_id
                                   AND p.id = free.id
                                   AND p.fence = free.fence
                                """)
                        .bind(
                                "environments",
                                rows.stream().map(Held::environment).toArray(UUID[]::new))
                        .bind("ids", rows.stream().map(Held::id).toArray(UUID[]::new))
                        .bind("fences", rows.stream().map(Held::fence).toArray(Integer[]::new))
                        .bind("due", due)
                        .execute());
    }
}
