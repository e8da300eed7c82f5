package io.hookbridge.insight.log;

import io.hookbridge.base.Direction;
import io.hookbridge.base.IdRange;
import io.hookbridge.db.Columns;
import io.hookbridge.db.PlanEachTime;
import io.hookbridge.db.Spread;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads queued and finished messages by what a filter asks for, the newest first. */
final class LogStore {

    private static final String PAGE =
            """
            SELECT m.id, m.endpoint_id, e.url, m.created_at, m.finished_at, m.due_at, m.attempt_count, m.response_status,
                   m.response_latency_ms, m.last_error, m.first_attempt_at, m.processing_ms,
                   coalesce(m.deleted_at, k.deleted_at) AS deleted_at,
                   message_status(m.node, m.status, m.finished_at IS NULL AND e.paused_reason IS NOT NULL) AS status
              FROM (%s) AS m
              JOIN endpoint e ON e.id = m.endpoint_id
              LEFT JOIN mark k ON k.environment_id = :environment AND k.id = m.id
             ORDER BY m.id DESC
             LIMIT %d
            """;

    private LogStore() {}

    /**
     * What became of the newest messages of {@code range} that are queued or finished and fit.
     *
     * @param filter without a key and terms
     * @param most at least 1
     */
    static List<LogEntry> entries(Handle handle, MessageFilter filter, IdRange range, int most) {
        String rows = LogStatement.rows(filter, Spread.is(handle), most);
        return rows.isEmpty()
                ? List.of()
                : query(handle, PAGE.formatted(rows, most), filter, range)
                        .map((row, _) -> entry(row, filter.log().direction()))
                        .list();
    }

    /**
     * The newest messages of {@code range} that are queued or finished and fit.
     *
     * @param among what has the key and the terms of the filter; null if it has neither
     * @param most at least 1
     */
    static List<UUID> ids(
            Handle handle, MessageFilter filter, UUID @Nullable [] among, IdRange range, int most) {
        String rows = LogStatement.rows(filter, Spread.is(handle), most);
        if (rows.isEmpty()) {
            return List.of();
        }
        Query query =
                query(
                        handle,
                        "SELECT id FROM (%s) AS m ORDER BY id DESC LIMIT %d".formatted(rows, most),
                        filter,
                        range);
        if (among != null) {
            query.bind("among", among);
        }
        return query.mapTo(UUID.class).list();
    }

    /** The messages that have the key, at most one for each endpoint. */
    static UUID[] keyed(Handle handle, LogFilter filter, String key) {
        return handle.createQuery(
                        """
                        SELECT k.message_id
                          FROM endpoint e,
                               LATERAL (SELECT message_id
                                          FROM idempotency_key
                                         WHERE environment_id = :environment
                                           AND target_id = e.id
                                           AND key = :key) AS k
                         WHERE e.environment_id = :environment
                        """)
                .bind("environment", filter.environment().value())
                .bind("key", key)
                .mapTo(UUID.class)
                .list()
                .toArray(UUID[]::new);
    }

    /**
     * The id at which a search from the newest of {@code range} down has looked at {@code reach}
     * messages; empty if it ends before.
     */
    static Optional<UUID> horizon(Handle handle, MessageFilter filter, IdRange range, int reach) {
        return LogStatement.rows(filter, Spread.is(handle), 1).isEmpty()
                ? Optional.empty()
                : query(
                                handle,
                                LogStatement.horizon(filter, Spread.is(handle), reach),
                                filter,
                                range)
                        .mapTo(UUID.class)
                        .findOne();
    }

    /** A statement with the bounds of its branches. */
    private static Query query(
            Handle handle, String statement, MessageFilter filter, IdRange range) {
        LogFilter log = filter.log();
        Query query =
                handle.createQuery(statement)
                        // Not every statement asks for all that the filter says.
                        .configure(SqlStatements.class, it -> it.setUnusedBindingAllowed(true))
                        .addCustomizer(new PlanEachTime())
                        .bind("environment", log.environment().value())
                        .bind("first", range.first())
                        .bind("before", range.end());
        if (log.endpoint() != null) {
            query.bind("endpoint", log.endpoint().value());
        }
        if (log.from() != null) {
            query.bind("from", log.from());
        }
        if (log.until() != null) {
            query.bind("until", log.until());
        }
        ResponseStatuses responses = filter.responses();
        if (responses != null) {
            query.bind("lowestResponse", responses.lowest());
            query.bind("highestResponse", responses.highest());
        }
        return query;
    }

    private static LogEntry entry(ResultSet row, Direction direction) throws SQLException {
        String status = row.getString("status");
        Instant createdAt = row.getTimestamp("created_at").toInstant();
        Instant deliveredAt =
                status.equals("succeeded") ? Columns.instant(row, "finished_at") : null;
        Instant firstAttemptAt = Columns.instant(row, "first_attempt_at");
        return new LogEntry(
                row.getString("id"),
                direction == Direction.INBOUND ? row.getString("endpoint_id") : null,
                row.getString("url"),
                status,
                row.getInt("attempt_count"),
                direction == Direction.INBOUND ? null : createdAt,
                direction == Direction.INBOUND ? createdAt : null,
                deliveredAt,
                row.getObject("response_status", Integer.class),
                row.getObject("response_latency_ms", Integer.class),
                status.equals("pending_retry") ? Columns.instant(row, "due_at") : null,
                row.getString("last_error"),
                firstAttemptAt,
                row.getObject("processing_ms", Integer.class),
                between(createdAt, deliveredAt),
                between(createdAt, firstAttemptAt),
                Columns.instant(row, "deleted_at"),
                null);
    }

    /** Never negative: the clocks of two nodes may differ. */
    private static @Nullable Long between(Instant createdAt, @Nullable Instant moment) {
        return moment == null ? null : Math.max(0, Duration.between(createdAt, moment).toMillis());
    }
}
