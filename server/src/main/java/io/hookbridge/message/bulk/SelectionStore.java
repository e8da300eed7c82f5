package io.hookbridge.message.bulk;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.db.Spread;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.StatusRows;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the messages of a selection. Each state is looked for where it lies, in the order of an
 * index, so that a search among millions reads little more than what it finds.
 */
final class SelectionStore {

    /** An id may be older or younger than its message's creation by less than this. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    /** What a node has in its hands is deleted when it has a mark. */
    private static final String NOT_MARKED =
            "NOT EXISTS (SELECT FROM mark k WHERE k.environment_id = :environment AND k.id = m.id)";

    /** The same where marks and rows lie on different servers. */
    private static final String NOT_OF_MARKED =
            "id NOT IN (SELECT k.id FROM mark k WHERE k.environment_id = :environment)";

    private SelectionStore() {}

    /**
     * Where a search for the oldest message begins.
     *
     * @param after the last message that is not wanted; null for none
     */
    static UUID start(Selection selection, @Nullable UUID after) {
        Instant created = selection.createdAfter();
        UUID start =
                created == null ? new UUID(0, 0) : BulkAction.placeBefore(created.minus(SLACK));
        // Compared as the database orders them, which Java does not.
        return after == null || after.toString().compareTo(start.toString()) < 0 ? start : after;
    }

    /** The oldest messages after {@code place} that are not deleted, at most so many. */
    static List<MessageId> next(
            Handle handle, EnvironmentId environment, Selection selection, UUID place, int most) {
        Query query =
                handle.createQuery(sql(selection, Spread.is(handle)))
                        .bind("environment", environment.value())
                        .bind("place", place)
                        .bind("end", BulkAction.placeBefore(selection.createdBefore().plus(SLACK)))
                        .bind("before", selection.createdBefore())
                        .bind("most", most);
        if (selection.endpoint() != null) {
            query.bind("endpoint", selection.endpoint().value());
        }
        if (selection.createdAfter() != null) {
            query.bind("after", selection.createdAfter());
        }
        if (selection.reachedBefore() != null) {
            query.bind("reached", selection.reachedBefore());
        }
        if (!selection.errors().isEmpty()) {
            query.bind("errors", selection.errors().toArray(String[]::new));
        }
        return query.mapTo(UUID.class).map(MessageId::new).list();
    }

    private static String sql(Selection selection, boolean spread) {
        String filter = filter(selection);
        return "SELECT id FROM ("
                + selection.statuses().stream()
                        .flatMap(status -> parts(status, selection.reachedBefore() != null, spread))
                        .map(part -> part.formatted(filter))
                        .collect(Collectors.joining(" UNION ALL "))
                + ") AS found ORDER BY id LIMIT :most";
    }

    /**
     * Of finished messages only those that were not deleted, so no more states than these two.
     *
     * @param bound whether only what reached its state in time is wanted
     */
    private static Stream<String> parts(MessageStatus status, boolean bound, boolean spread) {
        String finished = bound ? " AND finished_at < :reached" : "";
        // A row of the queue changes with each attempt.
        String waiting =
                bound && status == MessageStatus.PENDING_RETRY ? " AND updated_at < :reached" : "";
        String notMarked = spread ? NOT_OF_MARKED : NOT_MARKED;
        return switch (status) {
            case SUCCEEDED, FAILED_PERMANENT ->
                    StatusRows.finished(status).stream()
                            .map(rows ->
                                    part("outcome", rows + " AND deleted_at IS NULL" + finished));
            case QUEUED, PAUSED, PENDING_RETRY ->
                    StatusRows.pending(status, spread).stream()
                            .map(rows -> part("queue", rows + waiting));
            case DELIVERING ->
                    Stream.concat(
                            StatusRows.pending(status, spread).stream()
                                    .map(rows -> part("queue", rows + " AND " + notMarked)),
                            Stream.of(part("under_way", notMarked)));
        };
    }

    private static String part(String table, String condition) {
        return "(SELECT id FROM " + table + " m WHERE " + condition + " AND %s)";
    }

    private static String filter(Selection selection) {
        return "environment_id = :environment AND direction = '"
                + selection.direction().word()
                + "' AND id > :place AND id < :end"
                + " AND created_at < :before"
                + (selection.endpoint() == null ? "" : " AND endpoint_id = :endpoint")
                + (selection.createdAfter() == null ? "" : " AND created_at >= :after")
                + (selection.errors().isEmpty() ? "" : " AND last_error = ANY(:errors)")
                + " ORDER BY id LIMIT :most";
    }

    /** For the words of a stored selection. */
    static String[] words(Set<MessageStatus> statuses) {
        return statuses.stream().map(MessageStatus::word).toArray(String[]::new);
    }
}
