package io.hookbridge.message.bulk;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.util.List;
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
}
