package io.hookbridge.insight.overview;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.db.Columns;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tells which endpoints of an environment need somebody. */
public final class TroubleStore {

    /** Where counting what waits ends. */
    public static final int MOST_COUNTED = 10_000;

    private final Jdbi jdbi;

    public TroubleStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * An endpoint whose attempts fail.
     *
     * @param attempts since the beginning of the time that was asked for
     * @param failed of them; at least 1
     * @param waiting messages that wait for an attempt, no more than {@link #MOST_COUNTED}
     * @param lastStatus of the answer to the attempt whose message is tried next; null if there was
     *     none
     * @param lastError of the same attempt; null if nothing waits
     */
    public record Trouble(
            EndpointId endpoint,
            String url,
            boolean paused,
            long attempts,
            long failed,
            long waiting,
            @Nullable Integer lastStatus,
            @Nullable String lastError) {}

    /**
     * The endpoints with the most attempts that failed, the worst first. Counts that are not folded
     * yet, those of the last second or so, are left out.
     *
     * @param since of messages that were created then or later, to the hour
     * @param most at least 1
     */
    public List<Trouble> worst(EnvironmentId environment, Instant since, int most) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT worst.*, waiting.count AS waiting, next.response_status, next.last_error
                                  FROM (SELECT e.id, e.url, e.paused_reason IS NOT NULL AS paused,
                                               sum(c.answered_2xx + c.answered_3xx + c.answered_4xx + c.answered_5xx
                                                   + c.unanswered) AS attempts,
                                               sum(c.answered_3xx + c.answered_4xx + c.answered_5xx + c.unanswered) AS failed
                                          FROM endpoint e
                                          JOIN message_count_hour c
                                            ON c.environment_id = e.environment_id AND c.endpoint_id = e.id
                                         WHERE e.environment_id = :environment
                                           AND e.direction = 'outbound'
                                           AND e.deleted_at IS NULL
                                           AND c.bucket >= :since
                                         GROUP BY e.id
                                        HAVING sum(c.answered_3xx + c.answered_4xx + c.answered_5xx + c.unanswered) > 0
                                         ORDER BY failed DESC, e.id
                                         LIMIT :most) AS worst
                                 CROSS JOIN LATERAL (
                                       SELECT count(*)
                                         FROM (SELECT FROM queue q
                                                WHERE q.environment_id = :environment AND q.endpoint_id = worst.id AND q.node IS NULL
                                                LIMIT :counted) AS counted) AS waiting
                                  LEFT JOIN LATERAL (
                                       SELECT q.response_status, q.last_error
                                         FROM queue q
                                        WHERE q.environment_id = :environment AND q.endpoint_id = worst.id AND q.node IS NULL
                                        ORDER BY q.due_at
                                        LIMIT 1) AS next ON true
                                 ORDER BY worst.failed DESC, worst.id
                                """)
                        .bind("environment", environment.value())
                        .bind("since", since)
                        .bind("most", most)
                        .bind("counted", MOST_COUNTED)
                        .map((row, _) ->
                                new Trouble(
                                        new EndpointId(row.getObject("id", UUID.class)),
                                        row.getString("url"),
                                        row.getBoolean("paused"),
                                        row.getLong("attempts"),
                                        row.getLong("failed"),
                                        row.getLong("waiting"),
                                        row.getObject("response_status", Integer.class),
                                        row.getString("last_error")))
                        .list());
    }

    /**
     * When the message was due that has waited longest for its attempt, of endpoints that are not
     * paused; empty if none is due.
     */
    public Optional<Instant> oldestDue(EnvironmentId environment, Instant now) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT min(first.due_at) AS due_at
                                  FROM endpoint e
                                 CROSS JOIN LATERAL (
                                       SELECT q.due_at
                                         FROM queue q
                                        WHERE q.environment_id = :environment AND q.endpoint_id = e.id AND q.node IS NULL
                                        ORDER BY q.due_at
                                        LIMIT 1) AS first
                                 WHERE e.environment_id = :environment
                                   AND e.direction = 'outbound'
                                   AND e.paused_reason IS NULL
                                   AND first.due_at <= :now
                                """)
                        .bind("environment", environment.value())
                        .bind("now", now)
                        .map((row, _) -> Optional.ofNullable(Columns.instant(row, "due_at")))
                        .one());
    }
}
