package io.hookbridge.pull.log;

import io.hookbridge.base.IdRange;
import io.hookbridge.db.PlanEachTime;
import io.hookbridge.pull.event.EventRows;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads events by what a filter asks for, the newest first. */
final class PullLogStore {

    private PullLogStore() {}

    /**
     * The newest events of {@code range} that fit.
     *
     * @param most at least 1
     */
    static List<PullLogEntry> entries(
            Handle handle, PullLogFilter filter, IdRange range, int most) {
        Query query =
                handle.createQuery(
                                """
                                SELECT %s, i.name AS endpoint_name
                                  FROM pull_event p
                                  JOIN inbound_endpoint i ON i.endpoint_id = p.endpoint_id
                                 WHERE p.environment_id = :environment
                                   AND p.id >= :first
                                   AND p.id < :before%s
                                 ORDER BY p.id DESC
                                 LIMIT %d
                                """
                                        .formatted(EventRows.COLUMNS, conditions(filter), most))
                        .addCustomizer(new PlanEachTime())
                        .bind("environment", filter.environment().value())
                        .bind("first", range.first())
                        .bind("before", range.end());
        if (filter.endpoint() != null) {
            query.bind("endpoint", filter.endpoint().value());
        }
        if (filter.type() != null) {
            query.bind("type", filter.type());
        }
        if (filter.from() != null) {
            query.bind("from", filter.from());
        }
        if (filter.until() != null) {
            query.bind("until", filter.until());
        }
        if (filter.isSelective()) {
            query.bind(
                    "states",
                    filter.states().stream().map(state -> state.word()).toArray(String[]::new));
        }
        return query.map((row, _) ->
                        PullLogEntry.of(EventRows.event(row), row.getString("endpoint_name")))
                .list();
    }

    private static String conditions(PullLogFilter filter) {
        return (filter.isSelective() ? "\n   AND p.status = ANY(:states)" : "")
                + (filter.endpoint() == null ? "" : "\n   AND p.endpoint_id = :endpoint")
                + (filter.type() == null ? "" : "\n   AND p.event_type = :type")
                + (filter.from() == null ? "" : "\n   AND p.received_at >= :from")
                + (filter.until() == null ? "" : "\n   AND p.received_at < :until");
    }

    /**
     * The newest id of {@code range} that has so many others after it; empty if there are not so
     * many.
     */
    static Optional<UUID> horizon(
            Handle handle, PullLogFilter filter, IdRange range, int distance) {
        return handle.createQuery(
                        """
                        SELECT id
                          FROM pull_event
                         WHERE environment_id = :environment
                           AND id >= :first
                           AND id < :before
                         ORDER BY id DESC
                        OFFSET %d
                         LIMIT 1
                        """
                                .formatted(distance))
                .addCustomizer(new PlanEachTime())
                .bind("environment", filter.environment().value())
                .bind("first", range.first())
                .bind("before", range.end())
                .mapTo(UUID.class)
                .findOne();
    }
}
