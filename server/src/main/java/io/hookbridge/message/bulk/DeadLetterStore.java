package io.hookbridge.message.bulk;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;
import io.hookbridge.message.explanation.Failed;
import io.hookbridge.message.explanation.FailureKind;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Reads of {@code outcome}. */
final class DeadLetterStore {

    private final Jdbi jdbi;

    DeadLetterStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Dead letters that are not deleted, the youngest message first.
     *
     * @param before only messages older than this one; null for all
     */
    List<DeadLetter> list(EnvironmentId environment, @Nullable UUID before, int most) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT m.id, m.endpoint_id, e.url, m.status, m.attempt_count, m.replay_count, m.last_error,
                                       m.response_status, m.response_latency_ms, m.created_at, m.finished_at,
                                       m.payload_expires_at
                                  FROM outcome m
                                  JOIN endpoint e ON e.id = m.endpoint_id
                                 WHERE m.environment_id = :environment
                                   AND m.direction = 'outbound'
                                   AND m.status = 'failed_permanent'
                                   AND m.deleted_at IS NULL
                                   AND m.id < :before
                                 ORDER BY m.id DESC
                                 LIMIT :most
                                """)
                        .bind("environment", environment.value())
                        .bind("before", before == null ? new UUID(-1, -1) : before)
                        .bind("most", most)
                        .map((row, _) ->
                                new DeadLetter(
                                        row.getObject("id", UUID.class),
                                        row.getString("url"),
                                        new EndpointId(row.getObject("endpoint_id", UUID.class))
                                                .toString(),
                                        row.getString("status"),
                                        row.getInt("attempt_count"),
                                        row.getInt("replay_count"),
                                        row.getString("last_error"),
                                        row.getObject("response_status", Integer.class),
                                        row.getObject("response_latency_ms", Integer.class),
                                        row.getTimestamp("created_at").toInstant(),
                                        row.getTimestamp("finished_at").toInstant(),
                                        row.getTimestamp("payload_expires_at").toInstant()))
                        .list());
    }

    /**
     * Of the youngest dead letters that are not deleted, those that have endpoint and error in
     * common.
     *
     * @param reach how many are looked at
     * @param end the first moment at which none of them had been given up any more
     */
    List<DeadLetters.Group> groups(
            EnvironmentId environment, int reach, Instant end, Instant now, Instant soon) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT m.direction, m.endpoint_id, e.url, m.response_status, coalesce(m.last_error, '') AS last_error,
                                       count(*) AS letters, min(m.created_at) AS first, max(m.finished_at) AS last,
                                       count(*) FILTER (WHERE m.payload_expires_at <= :now) AS expired,
                                       count(*) FILTER (WHERE m.payload_expires_at > :now
                                                          AND m.payload_expires_at <= :soon) AS expiring
                                  FROM (SELECT direction, endpoint_id, response_status, last_error, created_at, finished_at,
                                               payload_expires_at
                                          FROM outcome
                                         WHERE environment_id = :environment
                                           AND status = 'failed_permanent'
                                           AND deleted_at IS NULL
                                           AND finished_at < :end
                                         ORDER BY id DESC
                                         LIMIT :reach) m
                                  JOIN endpoint e ON e.id = m.endpoint_id
                                 GROUP BY 1, 2, 3, 4, 5
                                """)
                        .bind("environment", environment.value())
                        .bind("reach", reach)
                        .bind("end", end)
                        .bind("now", now)
                        .bind("soon", soon)
                        .map((row, _) -> group(row))
                        .list());
    }

    private static DeadLetters.Group group(ResultSet row) throws SQLException {
        String error = row.getString("last_error");
        return new DeadLetters.Group(
                Direction.of(row.getString("direction")),
                new TargetId(row.getObject("endpoint_id", UUID.class)),
                row.getString("url"),
                FailureKind.of(Failed.of(row.getObject("response_status", Integer.class), error)),
                Set.of(error),
                row.getLong("letters"),
                row.getTimestamp("first").toInstant(),
                row.getTimestamp("last").toInstant(),
                row.getLong("expired"),
                row.getLong("expiring"));
    }
}
