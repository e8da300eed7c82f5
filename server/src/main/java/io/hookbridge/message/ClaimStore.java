package io.hookbridge.message;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.Columns;
import io.hookbridge.db.Spread;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The statements of {@link HolderStore#claim}. */
final class ClaimStore {

    private static final String CLAIM =
            """
            WITH due AS MATERIALIZED (
                SELECT lane.target_id, lane.place, first.environment_id, first.id, first.size_bytes,
                       row_number() OVER (PARTITION BY lane.place ORDER BY first.due_at) AS turn
                  FROM unnest(:targets::uuid[], :wanted::int[])
                           WITH ORDINALITY AS lane (target_id, wanted, place),
                       LATERAL (SELECT environment_id, id, due_at, size_bytes FROM queue p
                                 WHERE p.endpoint_id = lane.target_id
                                   AND p.node IS NULL
                                   AND p.due_at <= now()%1$s
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
                UPDATE queue p
                   SET node = :node, fence = p.fence + 1, due_at = 'infinity', updated_at = :now
                 WHERE %2$s
                   AND p.id = ANY(ARRAY(SELECT id FROM fair WHERE fits))
                RETURNING p.*
            )
            SELECT lane.target_id, lane.is_left, p.*
              FROM (SELECT target_id, NOT bool_and(fits) AS is_left FROM fair GROUP BY target_id) lane
              LEFT JOIN taken p ON p.endpoint_id = lane.target_id
             ORDER BY p.id
            """;

    private static final String ALL =
            CLAIM.formatted(
                    "",
                    "p.environment_id = ANY(ARRAY(SELECT environment_id FROM fair WHERE fits))");

    private static final String OF_ENVIRONMENT =
            CLAIM.formatted(
                    " AND p.environment_id = :environment", "p.environment_id = :environment");

    private ClaimStore() {}

    /**
     * Takes messages out of the queue.
     *
     * @param messages gets them
     * @return the targets of which more is due than was taken
     */
    static Set<TargetId> take(
            Handle handle,
            UUID node,
            Map<TargetId, Integer> wanted,
            long mostBytes,
            Instant now,
            List<HeldMessage> messages) {
        CrashPoint.CLAIM_LOCKED.pass();
        Set<TargetId> leftOver = new HashSet<>();
        if (Spread.is(handle)) {
            takeByEnvironment(handle, node, wanted, mostBytes, now, messages, leftOver);
        } else {
            take(handle.createQuery(ALL), node, wanted, mostBytes, now, messages, leftOver);
        }
        CrashPoint.CLAIM_TAKEN.pass();
        return leftOver;
    }

    /**
     * One statement cannot lock rows of several servers. Each environment may take its part of the
     * bytes that are left, and what one leaves is for those that follow.
     */
    private static void takeByEnvironment(
            Handle handle,
            UUID node,
            Map<TargetId, Integer> wanted,
            long mostBytes,
            Instant now,
            List<HeldMessage> messages,
            Set<TargetId> leftOver) {
        Map<UUID, Map<TargetId, Integer>> byEnvironment = byEnvironment(handle, wanted);
        int environments = byEnvironment.size();
        long left = mostBytes;
        for (Map.Entry<UUID, Map<TargetId, Integer>> one : byEnvironment.entrySet()) {
            int before = messages.size();
            take(
                    handle.createQuery(OF_ENVIRONMENT).bind("environment", one.getKey()),
                    node,
                    one.getValue(),
                    Math.ceilDiv(Math.max(0, left), environments),
                    now,
                    messages,
                    leftOver);
            for (HeldMessage taken : messages.subList(before, messages.size())) {
                left -= taken.sizeBytes() + HeldMessage.AROUND;
            }
            environments--;
        }
    }

    /** In the order of their targets. */
    private static Map<UUID, Map<TargetId, Integer>> byEnvironment(
            Handle handle, Map<TargetId, Integer> wanted) {
        Map<UUID, UUID> environments = new HashMap<>();
        handle.createQuery("SELECT id, environment_id FROM endpoint WHERE id = ANY(:targets)")
                .bind("targets", uuids(wanted))
                .map((row, _) ->
                        environments.put(
                                row.getObject("id", UUID.class),
                                row.getObject("environment_id", UUID.class)))
                .list();
        Map<UUID, Map<TargetId, Integer>> byEnvironment = new LinkedHashMap<>();
        wanted.forEach((target, most) -> {
            UUID environment = environments.get(target.value());
            if (environment != null) {
                byEnvironment
                        .computeIfAbsent(environment, _ -> new LinkedHashMap<>())
                        .put(target, most);
            }
        });
        return byEnvironment;
    }

    private static UUID[] uuids(Map<TargetId, Integer> wanted) {
        return wanted.keySet().stream().map(TargetId::value).toArray(UUID[]::new);
    }

    private static void take(
            Query claim,
            UUID node,
            Map<TargetId, Integer> wanted,
            long mostBytes,
            Instant now,
            List<HeldMessage> messages,
            Set<TargetId> leftOver) {
        var _ =
                claim.bind("node", node)
                        .bind("now", now)
                        .bind("targets", uuids(wanted))
                        .bind("wanted", wanted.values().toArray(Integer[]::new))
                        .bind("around", HeldMessage.AROUND)
                        .bind("most", mostBytes)
                        .map((row, _) -> {
                            TargetId target = new TargetId(row.getObject("target_id", UUID.class));
                            if (row.getBoolean("is_left")) {
                                leftOver.add(target);
                            }
                            return row.getObject("id") != null
                                    && messages.add(message(row, node, target));
                        })
                        .list();
    }

    private static HeldMessage message(ResultSet row, UUID node, TargetId target)
            throws SQLException {
        return new HeldMessage(
                node,
                new EnvironmentId(row.getObject("environment_id", UUID.class)),
                target,
                new MessageId(row.getObject("id", UUID.class)),
                row.getTimestamp("created_at").toInstant(),
                Direction.of(row.getString("direction")),
                row.getString("content_type"),
                row.getString("idempotency_key"),
                row.getInt("size_bytes"),
                row.getBytes("payload_sha256"),
                null,
                MessageHead.NONE,
                row.getTimestamp("payload_expires_at").toInstant(),
                row.getBoolean("keep_payload"),
                row.getInt("fence"),
                row.getInt("attempt_count"),
                row.getInt("attempts_before"),
                row.getInt("replay_count"),
                Columns.instant(row, "first_attempt_at"),
                row.getString("status").equals(MessageStatus.PENDING_RETRY.word()));
    }
}
