package io.hookbridge.message.bulk;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.message.MessageStatus;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Finds the messages of a selection. Each state is looked for where it lies, in the order of an
 * index, so that a search among millions reads little more than what it finds.
 */
final class SelectionStore {

    /** An id may be older or younger than its message's creation by less than this. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private SelectionStore() {}

    /** Where a search for the oldest message begins. */
    static UUID start(Selection selection) {
        Instant after = selection.createdAfter();
        return after == null ? new UUID(0, 0) : BulkAction.placeBefore(after.minus(SLACK));
    }

    /** The oldest messages after {@code place} that are not deleted, at most so many. */
    static List<MessageId> next(
            Handle handle, EnvironmentId environment, Selection selection, UUID place, int most) {
        Query query =
                handle.createQuery(sql(selection))
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
        return query.mapTo(UUID.class).map(MessageId::new).list();
    }

    private static String sql(Selection selection) {
        List<String> parts = new ArrayList<>();
        for (MessageStatus status : selection.statuses()) {
            parts.add(part(status).formatted(filter(selection)));
        }
        return "SELECT id FROM ("
                + String.join(" UNION ALL ", parts)
                + ") AS found ORDER BY id LIMIT :most";
    }

    /** The states are written out, so that the planner sees which index fits. */
    private static String part(MessageStatus status) {
        return switch (status) {
            case SUCCEEDED, FAILED_PERMANENT ->
                    "(SELECT m.id FROM finished_message m WHERE m.status = '"
                            + status.word()
                            + "' AND %s)";
            case PENDING_RETRY ->
                    "(SELECT m.id FROM pending_message m"
                            + " WHERE m.node IS NULL AND m.status = 'pending_retry' AND %s)";
            case DELIVERING ->
                    "(SELECT m.id FROM pending_message m WHERE m.node IS NOT NULL AND %s)";
            case QUEUED -> queued("NULL");
            case PAUSED -> queued("NOT NULL");
        };
    }

    private static String queued(String paused) {
        return "(SELECT m.id FROM pending_message m JOIN endpoint e ON e.id = m.endpoint_id"
                + " WHERE m.node IS NULL AND m.status = 'queued' AND e.paused_reason IS "
                + paused
                + " AND %s)";
    }

    private static String filter(Selection selection) {
        return "m.environment_id = :environment AND m.id > :place AND m.id < :end AND m.deleted_at IS NULL"
                + " AND m.created_at < :before"
                + (selection.endpoint() == null ? "" : " AND m.endpoint_id = :endpoint")
                + (selection.createdAfter() == null ? "" : " AND m.created_at >= :after")
                + " ORDER BY m.id LIMIT :most";
    }

    /** For the words of a stored selection. */
    static String[] words(Set<MessageStatus> statuses) {
        return statuses.stream().map(MessageStatus::word).toArray(String[]::new);
    }
}
