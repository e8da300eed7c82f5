package io.hookbridge.insight.log;

import io.hookbridge.base.IdRange;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Reads pages of the log. */
public final class MessageLog {

    private static final String PAGE =
            """
            SELECT m.id, e.url, m.created_at, m.finished_at, m.due_at, m.attempt_count, m.response_status,
                   m.response_latency_ms, m.last_error, m.first_attempt_at, m.processing_ms, m.deleted_at,
                   message_status(m.node, m.status, m.finished_at IS NULL AND e.paused_reason IS NOT NULL) AS status
              FROM (%s) AS m
              JOIN endpoint e ON e.id = m.endpoint_id
             ORDER BY m.id DESC
             LIMIT %d
            """;

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
        MessageFilter all = MessageFilter.of(filter);
        String statement = PAGE.formatted(LogStatement.rows(all, most), most);
        IdRange range = all.range().before(before);
        return jdbi.withHandle(handle ->
                LogStatement.query(handle, statement, all, range)
                        .map((row, _) -> entry(row))
                        .list());
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
