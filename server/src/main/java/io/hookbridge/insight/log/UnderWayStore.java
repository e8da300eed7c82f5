package io.hookbridge.insight.log;

import io.hookbridge.base.Direction;
import io.hookbridge.base.IdRange;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.Columns;
import io.hookbridge.db.PlanOnce;
import io.hookbridge.message.MessageStatus;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads messages that are under way by what a filter asks for, the newest first. They lie among all
 * others that were accepted lately, by the day on which their payload expires, so each day is
 * looked into, and each message above the watermark is looked for in the queue and in the history.
 */
final class UnderWayStore {

    /**
     * One statement for all filters, because each connection keeps its plan, which names every day.
     * The bounds are named for each table: PostgreSQL does not see from equal ids that all outcomes
     * of before may be left out.
     */
    private static final String NEWEST =
            """
            SELECT m.id, m.endpoint_id, e.url, m.created_at, k.deleted_at
              FROM message m
              JOIN endpoint e ON e.id = m.endpoint_id
              LEFT JOIN mark k ON k.environment_id = :environment AND k.id = m.id
             WHERE m.environment_id = :environment
               AND m.id >= :first
               AND m.id < :before
               AND m.node IS NOT NULL
               AND (:direction::text IS NULL OR m.direction = :direction::text)
               AND (:endpoint::uuid IS NULL OR m.endpoint_id = :endpoint::uuid)
               AND (:from::timestamptz IS NULL OR m.created_at >= :from::timestamptz)
               AND (:until::timestamptz IS NULL OR m.created_at < :until::timestamptz)
               AND (:among::uuid[] IS NULL OR m.id = ANY(:among::uuid[]))
               AND NOT EXISTS (SELECT FROM queue q
                                WHERE q.environment_id = :environment AND q.id = m.id
                                  AND q.id >= :first AND q.id < :before)
               AND NOT EXISTS (SELECT FROM outcome o
                                WHERE o.environment_id = :environment AND o.id = m.id
                                  AND o.id >= :first AND o.id < :before)
             ORDER BY m.id DESC
             LIMIT :most
            """;

    private UnderWayStore() {}

    /** Whether any message that is under way may fit: none was answered yet. */
    static boolean mayFit(MessageFilter filter) {
        MessageStatus status = filter.log().status();
        return filter.responses() == null && (status == null || status == MessageStatus.DELIVERING);
    }

    /** Below all that is under way; empty if there is no node that could have anything. */
    static Optional<UUID> watermark(Handle handle) {
        return handle.createQuery("SELECT lowest_watermark()").mapTo(UUID.class).findOne();
    }

    /**
     * The newest messages of {@code range} that fit, in a transaction.
     *
     * @param filter one that {@link #mayFit}
     * @param among what has the key and the terms of the filter; null if it has neither
     * @param range not below the watermark
     * @param most at least 1
     */
    static List<LogEntry> newest(
            Handle handle, MessageFilter filter, UUID @Nullable [] among, IdRange range, int most) {
        LogFilter log = filter.log();
        TargetId endpoint = log.endpoint();
        Direction direction = filter.direction();
        return handle.createQuery(NEWEST)
                .addCustomizer(new PlanOnce(handle))
                .bind("environment", log.environment().value())
                .bind("direction", direction == null ? null : direction.word())
                .bind("first", range.first())
                .bind("before", range.end())
                .bind("endpoint", endpoint == null ? null : endpoint.value())
                .bind("from", log.from())
                .bind("until", log.until())
                .bind("among", among)
                .bind("most", most)
                .map((row, _) -> entry(row, log.direction()))
                .list();
    }

    private static LogEntry entry(ResultSet row, Direction direction) throws SQLException {
        boolean received = direction == Direction.INBOUND;
        Instant createdAt = row.getTimestamp("created_at").toInstant();
        return new LogEntry(
                row.getString("id"),
                received ? row.getString("endpoint_id") : null,
                row.getString("url"),
                MessageStatus.DELIVERING.word(),
                0,
                received ? null : createdAt,
                received ? createdAt : null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Columns.instant(row, "deleted_at"),
                null);
    }
}
