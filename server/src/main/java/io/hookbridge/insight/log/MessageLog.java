package io.hookbridge.insight.log;

import io.hookbridge.db.PlanEachTime;
import io.hookbridge.outbound.message.MessageStatus;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads pages of the log.
 *
 * <p>The statement depends on the filter. It is put together from branches, each of which walks one
 * index from the newest id down and stops after one page: the states are literals in it, because
 * only so the database may use an index that holds some states only. Times become bounds of the id,
 * whose first 48 bits are milliseconds, so that they skip partitions and limit the walk.
 */
public final class MessageLog {

    private static final UUID LAST = new UUID(-1, -1);

    /** How far the time in an id may be from {@code created_at}, which decides. */
    private static final Duration SKEW = Duration.ofSeconds(1);

    private static final String PAGE =
            """
            SELECT m.id, e.url, m.created_at, m.finished_at, m.due_at, m.attempt_count, m.response_status,
                   m.response_latency_ms, m.last_error, m.first_attempt_at, m.processing_ms, m.deleted_at,
                   CASE WHEN m.status = 'queued' AND m.due_at IS NOT NULL AND e.paused_reason IS NOT NULL
                        THEN 'paused' ELSE m.status END AS status
              FROM (%s) AS m
              JOIN endpoint e ON e.id = m.endpoint_id
             ORDER BY m.id DESC
             LIMIT %d
            """;

    private static final String PENDING =
            """
            (SELECT id, endpoint_id, created_at, NULL::timestamptz AS finished_at,
                    CASE WHEN node IS NULL THEN due_at END AS due_at, attempt_count, response_status,
                    response_latency_ms, last_error, first_attempt_at, processing_ms, deleted_at,
                    CASE WHEN node IS NULL THEN status ELSE 'delivering' END AS status
               FROM pending_message
              WHERE project_id = :project
                AND id >= :first
                AND id < :before %s
              ORDER BY id DESC
              LIMIT %d)
            """;

    private static final String FINISHED =
            """
            (SELECT id, endpoint_id, created_at, finished_at, NULL::timestamptz AS due_at, attempt_count, response_status,
                    response_latency_ms, last_error, first_attempt_at, processing_ms, deleted_at, status
               FROM finished_message
              WHERE project_id = :project
                AND id >= :first
                AND id < :before %s
              ORDER BY id DESC
              LIMIT %d)
            """;

    private static final String IS_PAUSED =
            "EXISTS (SELECT FROM endpoint e WHERE e.id = endpoint_id AND e.paused_reason IS NOT NULL)";

    private final Jdbi jdbi;

    public MessageLog(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The newest messages that fit.
     *
     * @param before the id of the last message of the page before; null for the first page
     * @param most at least 1
     */
    public List<LogEntry> page(LogFilter filter, @Nullable UUID before, int most) {
        return jdbi.withHandle(handle -> {
            Query query =
                    handle.createQuery(statement(filter, most))
                            .addCustomizer(new PlanEachTime())
                            .bind("project", filter.project().value())
                            .bind("first", first(filter))
                            .bind("before", before(filter, before));
            if (filter.endpoint() != null) {
                query.bind("endpoint", filter.endpoint().value());
            }
            if (filter.from() != null) {
                query.bind("from", filter.from());
            }
            if (filter.until() != null) {
                query.bind("until", filter.until());
            }
            return query.map((row, _) -> entry(row)).list();
        });
    }

    static String statement(LogFilter filter, int most) {
        String common =
                (filter.endpoint() == null ? "" : " AND endpoint_id = :endpoint")
                        + (filter.from() == null ? "" : " AND created_at >= :from")
                        + (filter.until() == null ? "" : " AND created_at < :until");
        List<String> branches = new ArrayList<>();
        for (String condition : pending(filter.status())) {
            branches.add(PENDING.formatted(common + condition, most));
        }
        for (String condition : finished(filter)) {
            branches.add(FINISHED.formatted(common + condition, most));
        }
        return PAGE.formatted(String.join(" UNION ALL ", branches), most);
    }

    private static List<String> pending(@Nullable MessageStatus status) {
        return switch (status) {
            case null -> List.of("");
            case QUEUED -> List.of(" AND node IS NULL AND status = 'queued' AND NOT " + IS_PAUSED);
            case PAUSED -> List.of(" AND node IS NULL AND status = 'queued' AND " + IS_PAUSED);
            case PENDING_RETRY -> List.of(" AND node IS NULL AND status = 'pending_retry'");
            case DELIVERING -> List.of(" AND node IS NOT NULL");
            case SUCCEEDED, FAILED_PERMANENT -> List.of();
        };
    }

    /** Of one endpoint the index is in the order of ids within a state only: a branch for each. */
    private static List<String> finished(LogFilter filter) {
        return switch (filter.status()) {
            case null ->
                    filter.endpoint() == null
                            ? List.of("")
                            : List.of(
                                    " AND status = 'succeeded'",
                                    " AND status = 'failed_permanent'",
                                    " AND status = 'queued'",
                                    " AND status = 'pending_retry'");
            case SUCCEEDED, FAILED_PERMANENT, QUEUED, PENDING_RETRY ->
                    List.of(" AND status = '" + filter.status().word() + "'");
            case DELIVERING, PAUSED -> List.of();
        };
    }

    private static UUID first(LogFilter filter) {
        return filter.from() == null ? new UUID(0, 0) : smallest(filter.from().minus(SKEW));
    }

    private static UUID before(LogFilter filter, @Nullable UUID last) {
        UUID end = filter.until() == null ? LAST : smallest(filter.until().plus(SKEW));
        return last == null || compare(end, last) < 0 ? end : last;
    }

    /** As the database compares them, byte by byte without signs. */
    private static int compare(UUID one, UUID other) {
        int high =
                Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(
                        one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }

    /** Not after any version 7 UUID of that millisecond or a later one. */
    private static UUID smallest(Instant time) {
        return new UUID(Math.max(0, time.toEpochMilli()) << 16, 0);
    }

    private static LogEntry entry(ResultSet row) throws SQLException {
        String status = row.getString("status");
        Instant createdAt = row.getTimestamp("created_at").toInstant();
        Instant deliveredAt = status.equals("succeeded") ? instant(row, "finished_at") : null;
        Instant firstAttemptAt = instant(row, "first_attempt_at");
        return new LogEntry(
                row.getString("id"),
                row.getString("url"),
                status,
                row.getInt("attempt_count"),
                createdAt,
                deliveredAt,
                row.getObject("response_status", Integer.class),
                row.getObject("response_latency_ms", Integer.class),
                status.equals("pending_retry") ? instant(row, "due_at") : null,
                row.getString("last_error"),
                firstAttemptAt,
                row.getObject("processing_ms", Integer.class),
                between(createdAt, deliveredAt),
                between(createdAt, firstAttemptAt),
                instant(row, "deleted_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    /** Never negative: the clocks of two nodes may differ. */
    private static @Nullable Long between(Instant createdAt, @Nullable Instant moment) {
        return moment == null ? null : Math.max(0, Duration.between(createdAt, moment).toMillis());
    }
}
