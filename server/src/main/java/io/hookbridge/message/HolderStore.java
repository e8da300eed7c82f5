package io.hookbridge.message;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;

import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
     * What was taken out of the database.
     *
     * @param messages without their payloads, and with no headers
     * @param leftOver the targets of which less was taken than wanted, because it was too many
     *     bytes, though more is due
     */
    public record Claimed(List<HeldMessage> messages, Set<TargetId> leftOver) {}

    /**
     * Takes up to so many due messages for each target, those that have waited longest, but no more
     * than fit into memory; what another node is taking at this moment is passed over, and what was
     * deleted is left.
     *
     * <p>Where not all fit, the environments take turns, the first message of each before the
     * second of any, and within an environment its targets do. Every message is taken before which
     * less than {@code mostBytes} were, so that one comes, however large; more than {@code
     * mostBytes} and one message never do.
     *
     * @param wanted in the order in which they take turns
     * @param mostBytes as {@link HeldMessage#bytes} counts them, but without headers, which have
     *     yet to be read and are a few kilobytes at the most; nothing is taken for 0
     */
    public Claimed claim(UUID node, Map<TargetId, Integer> wanted, long mostBytes, Instant now) {
        List<HeldMessage> messages = new ArrayList<>();
        Set<TargetId> leftOver = new HashSet<>();
        jdbi.useHandle(handle ->
                handle.createQuery(
                                """
                                WITH due AS MATERIALIZED (
                                    SELECT lane.target_id, lane.place, first.environment_id, first.id, first.size_bytes,
                                           row_number() OVER (PARTITION BY lane.place ORDER BY first.due_at) AS turn
                                      FROM unnest(:targets::uuid[], :wanted::int[])
                                               WITH ORDINALITY AS lane (target_id, wanted, place),
                                           LATERAL (SELECT environment_id, id, due_at, size_bytes FROM pending_message p
                                                     WHERE p.endpoint_id = lane.target_id
                                                       AND p.node IS NULL
                                                       AND p.due_at <= :now
                                                       AND p.deleted_at IS NULL
                                                     ORDER BY p.due_at
                                                     LIMIT lane.wanted
                                                       FOR UPDATE SKIP LOCKED) first
                                ), turns AS (
                                    SELECT target_id, place, environment_id, id, size_bytes,
                                           row_number() OVER (PARTITION BY environment_id ORDER BY turn, place) AS turn
                                      FROM due
                                ), fair AS MATERIALIZED (
                                    SELECT target_id, environment_id, id,
                                           coalesce(sum(size_bytes + :around) OVER (
                                               ORDER BY turn, place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
                                           < :most AS fits
                                      FROM turns
                                ), taken AS (
                                    UPDATE pending_message p
                                       SET node = :node, fence = p.fence + 1, due_at = 'infinity', updated_at = :now
                                     WHERE p.environment_id = ANY(ARRAY(SELECT environment_id FROM fair WHERE fits))
                                       AND p.id = ANY(ARRAY(SELECT id FROM fair WHERE fits))
                                    RETURNING p.*
                                )
                                SELECT lane.target_id, lane.is_left, p.environment_id, p.id, p.payload_id, p.created_at,
                                       p.content_type, p.payload_expires_at, p.keep_payload, p.fence, p.attempt_count,
                                       p.attempts_before, p.status
                                  FROM (SELECT target_id, NOT bool_and(fits) AS is_left FROM fair GROUP BY target_id) lane
                                  LEFT JOIN taken p ON p.endpoint_id = lane.target_id
                                 ORDER BY p.id
                                """)
                        .bind("node", node)
                        .bind("now", now)
                        .bind(
                                "targets",
                                wanted.keySet().stream().map(TargetId::value).toArray(UUID[]::new))
                        .bind("wanted", wanted.values().toArray(Integer[]::new))
                        .bind("around", HeldMessage.AROUND)
                        .bind("most", mostBytes)
                        .map((row, _) -> {
                            TargetId target = new TargetId(row.getObject("target_id", UUID.class));
                            if (row.getBoolean("is_left")) {
                                leftOver.add(target);
                            }
                            return row.getObject("id") != null
                                    && messages.add(message(row, target));
                        })
                        .list());
        return new Claimed(messages, leftOver);
    }

    private static HeldMessage message(ResultSet row, TargetId target) throws SQLException {
        return new HeldMessage(
                new EnvironmentId(row.getObject("environment_id", UUID.class)),
                target,
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
