package io.hookbridge.insight.log;

import io.hookbridge.base.Direction;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.StatusRows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts the statements of the log together, depending on the filter, but for what is under way: see
 * {@link UnderWayStore}.
 *
 * <p>They consist of branches, each of which walks one index from the newest id down and stops
 * after one page: the states are literals in it, because only so the database may use an index that
 * holds some states only. Times become bounds of the id, so that they skip partitions and limit the
 * walk.
 */
final class LogStatement {

    private static final String QUEUED =
            """
            (SELECT id, endpoint_id, created_at, NULL::timestamptz AS finished_at,
                    CASE WHEN node IS NULL THEN due_at END AS due_at, attempt_count, response_status,
                    response_latency_ms, last_error, first_attempt_at, processing_ms, NULL::timestamptz AS deleted_at,
                    node, status
               FROM queue
              WHERE environment_id = :environment
                AND id >= :first
                AND id < :before %s
              ORDER BY id DESC
              LIMIT %d)
            """;

    private static final String FINISHED =
            """
            (SELECT id, endpoint_id, created_at, finished_at, NULL::timestamptz AS due_at, attempt_count, response_status,
                    response_latency_ms, last_error, first_attempt_at, processing_ms, deleted_at, NULL::uuid AS node, status
               FROM outcome
              WHERE environment_id = :environment
                AND id >= :first
                AND id < :before %s
              ORDER BY id DESC
              LIMIT %d)
            """;

    /** The id after so many others of a branch. */
    private static final String FAR =
            """
            (SELECT id
               FROM %s
              WHERE environment_id = :environment
                AND id >= :first
                AND id < :before %s
              ORDER BY id DESC
             OFFSET %d
              LIMIT 1)
            """;

    private static final String SUCCEEDED =
            only(StatusRows.finished(MessageStatus.SUCCEEDED).orElseThrow());

    private LogStatement() {}

    /**
     * The newest rows of each branch, joined by {@code UNION ALL}; empty if nothing can fit the
     * filter. To be bound by {@link LogStore}.
     *
     * @param spread see {@link io.hookbridge.db.Spread}
     * @param most of each branch, at least 1
     */
    static String rows(MessageFilter filter, boolean spread, int most) {
        String common = common(filter);
        return Stream.concat(
                        queued(filter, spread).stream()
                                .map(only -> QUEUED.formatted(common + only, most)),
                        finished(filter).stream()
                                .map(only -> FINISHED.formatted(common + only, most)))
                .reduce((one, other) -> one + " UNION ALL " + other)
                .orElse("");
    }

    /**
     * The newest id that has {@code distance} others after it in one of the branches that {@link
     * #rows} reads, whatever else the filter says: no more than so many are looked at from there
     * on. To be bound by {@link LogStore}.
     */
    static String horizon(MessageFilter filter, boolean spread, int distance) {
        List<String> branches = new ArrayList<>();
        if (!queued(filter, spread).isEmpty()) {
            branches.add(FAR.formatted("queue", told(filter), distance));
        }
        for (String only : finished(filter)) {
            // Without an endpoint no index holds what succeeded alone.
            boolean walksAll = filter.log().endpoint() == null && only.equals(SUCCEEDED);
            branches.add(
                    FAR.formatted(
                            "outcome",
                            told(filter) + (walksAll ? "" : ofEndpoint(filter) + only),
                            distance));
        }
        return "SELECT id FROM ("
                + String.join(" UNION ALL ", branches)
                + ") AS far ORDER BY id DESC LIMIT 1";
    }

    private static String common(MessageFilter filter) {
        return ofDirection(filter)
                + ofEndpoint(filter)
                + (filter.log().from() == null ? "" : " AND created_at >= :from")
                + (filter.log().until() == null ? "" : " AND created_at < :until")
                + (filter.isAmongSome() ? " AND id = ANY(:among)" : "")
                + (filter.responses() == null
                        ? ""
                        : " AND response_status BETWEEN :lowestResponse AND :highestResponse");
    }

    private static String ofDirection(MessageFilter filter) {
        Direction only = filter.direction();
        return only == null ? "" : " AND direction = '" + only.word() + "'";
    }

    /** What an index tells of directions: only what was received lies in one of its own. */
    private static String told(MessageFilter filter) {
        return filter.direction() == Direction.INBOUND ? ofDirection(filter) : "";
    }

    /**
     * The index of an endpoint's messages knows no environment, and must not be walked for another.
     * Names a column where none is needed: between servers no rows go that have none.
     */
    private static String ofEndpoint(MessageFilter filter) {
        return filter.log().endpoint() == null
                ? ""
                : " AND endpoint_id = :endpoint AND EXISTS (SELECT id FROM endpoint"
                        + " WHERE id = :endpoint AND environment_id = :environment)";
    }

    private static List<String> queued(MessageFilter filter, boolean spread) {
        MessageStatus status = filter.log().status();
        return status == null
                ? List.of("")
                : StatusRows.pending(status, spread).stream().map(LogStatement::only).toList();
    }

    /**
     * Of one endpoint, and of what did not succeed, an index is in the order of ids within a state
     * only: a branch for each.
     */
    private static List<String> finished(MessageFilter filter) {
        MessageStatus status = filter.log().status();
        boolean failures = filter.wantsFailure();
        if (status == null && filter.log().endpoint() == null && !failures) {
            return List.of("");
        }
        return Arrays.stream(MessageStatus.values())
                .filter(each -> status == null || each == status)
                .filter(each -> !failures || each != MessageStatus.SUCCEEDED)
                .flatMap(each -> StatusRows.finished(each).stream())
                .map(LogStatement::only)
                .toList();
    }

    private static String only(String condition) {
        return " AND " + condition;
    }
}
