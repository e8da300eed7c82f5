package io.hookbridge.message;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;

import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Puts pending messages into the hands of a node and takes them out again. Every change of hands
 * raises the message's fence, so that nothing of a former holder counts.
 */
public final class HolderStore {

    private final Jdbi jdbi;

    public HolderStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Takes up to so many due messages for each target, those that have waited longest; what
     * another node is taking at this moment is passed over, and what was deleted is left.
     *
     * @return without their payloads, and with no headers
     */
    public List<HeldMessage> claim(UUID node, Map<TargetId, Integer> wanted, Instant now) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                WITH taken AS MATERIALIZED (
                                    SELECT free.environment_id, free.id
                                      FROM unnest(:targets::uuid[], :wanted::int[]) AS lane (target_id, wanted),
                                           LATERAL (SELECT environment_id, id FROM pending_message due
                                                     WHERE due.endpoint_id = lane.target_id
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
                                RETURNING p.environment_id, p.endpoint_id, p.id, p.payload_id, p.created_at, p.content_type,
                                          p.payload_expires_at, p.keep_payload, p.fence, p.attempt_count, p.attempts_before, p.status
                                """)
                        .bind("node", node)
                        .bind("now", now)
                        .bind(
                                "targets",
                                wanted.keySet().stream().map(TargetId::value).toArray(UUID[]::new))
                        .bind("wanted", wanted.values().toArray(Integer[]::new))
                        .map((row, _) -> message(row))
                        .list());
    }

    private static HeldMessage message(ResultSet row) throws SQLException {
        return new HeldMessage(
                new EnvironmentId(row.getObject("environment_id", UUID.class)),
                new TargetId(row.getObject("endpoint_id", UUID.class)),
                new MessageId(row.getObject("id", UUID.class)),
                row.getObject("payload_id", UUID.class),
                row.getTimestamp("created_at").toInstant(),
                row.getString("content_type"),
                null,
                Map.of(),
                row.getTimestamp("payload_expires_at").toInstant(),
                row.getBoolean("keep_payload"),
                row.getInt("fence"),
                row.getInt("attempt_count"),
                row.getInt("attempts_before"),
                row.getString("status").equals(MessageStatus.PENDING_RETRY.word()));
    }

    /** Frees the messages of nodes that are no more; how many there were. */
    public int takeOver(Instant now) {
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
    public void giveBackAll(UUID node, Instant now) {
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
    public List<Held> heldSince(UUID node, Instant before) {
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
    public record Held(UUID environment, UUID id, int fence) {}

    /**
     * Gives back messages that their holder has not tried.
     *
     * @param due when any node may take them
     */
    public void free(Collection<Held> rows, Instant due) {
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
