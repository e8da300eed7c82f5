package io.hookbridge.inbound.listen;

import io.hookbridge.db.HotStatement;
import io.hookbridge.db.Spread;

import org.jdbi.v3.core.Handle;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Gives places in many lines at once, in the caller's transaction; not where what grows with
 * traffic is spread over several servers, each of which has some of the lines.
 */
final class EnterStore {

    /** Waits for nobody: so no order is needed in which lines are locked. */
    private static final String LOCK =
            """
            SELECT l.environment_id, l.endpoint_id, l.last_position, l.removed_to
              FROM listen_line l
              JOIN unnest(?::uuid[], ?::uuid[]) AS k (environment_id, endpoint_id)
                ON l.environment_id = k.environment_id
               AND l.endpoint_id = k.endpoint_id
               FOR UPDATE OF l SKIP LOCKED
            """;

    /** Places for what has none, and what got one. */
    private static final String ENTER =
            """
            WITH entered AS (
                INSERT INTO listen_entry
                    (environment_id, endpoint_id, position, message_id, fence, expires_on, received_at, content_type,
                     size_bytes, entered_at)
                SELECT k.environment_id, k.endpoint_id,
                       k.last_position
                           + row_number() OVER (PARTITION BY k.environment_id, k.endpoint_id ORDER BY n.due_at, n.id),
                       n.id, n.fence, (n.payload_expires_at AT TIME ZONE 'UTC')::date, n.created_at, n.content_type,
                       n.size_bytes, now()
                  FROM unnest(?::uuid[], ?::uuid[], ?::bigint[]) AS k (environment_id, endpoint_id, last_position)
                 CROSS JOIN LATERAL (
                       SELECT q.due_at, q.id, q.fence, q.payload_expires_at, q.created_at, q.content_type, q.size_bytes
                         FROM queue q
                        WHERE q.environment_id = k.environment_id
                          AND q.endpoint_id = k.endpoint_id
                          AND %s
                        ORDER BY q.due_at, q.id
                        LIMIT ?) AS n
                RETURNING environment_id, endpoint_id, position, message_id, fence, broken, expires_on, received_at,
                          content_type, size_bytes
            ), moved AS (
                UPDATE listen_line l
                   SET last_position = last.position
                  FROM (SELECT environment_id, endpoint_id, max(position) AS position
                          FROM entered
                         GROUP BY environment_id, endpoint_id) AS last
                 WHERE l.environment_id = last.environment_id
                   AND l.endpoint_id = last.endpoint_id
            )
            SELECT entered.*, true AS waits
              FROM entered
             ORDER BY position
            """
                    .formatted(LineStore.HAS_NO_PLACE);

    private EnterStore() {}

    /** Whether it can be done. */
    static boolean isPossible(Handle handle) {
        return !Spread.is(handle);
    }

    /**
     * A line that nobody else changes until the transaction ends.
     *
     * @param last its last position
     * @param removedTo entries up to there may be missing
     */
    record Locked(Line line, long last, long removedTo) {}

    /**
     * Locks those of {@code lines} that nobody else has locked.
     *
     * @param lines each once
     */
    static List<Locked> lock(Handle handle, Collection<Line> lines) {
        return HotStatement.query(
                handle,
                LOCK,
                to ->
                        to.uuids(uuids(lines, line -> line.environment().value()))
                                .uuids(uuids(lines, line -> line.endpoint().value())),
                row ->
                        new Locked(
                                Line.of(row),
                                row.getLong("last_position"),
                                row.getLong("removed_to")));
    }

    /**
     * Gives places to what has none, those that have waited longest first; returns it by its line,
     * in the order of the places.
     *
     * @param most how many in each line
     */
    static Map<Line, List<Entry>> enter(Handle handle, List<Locked> lines, int most) {
        HotStatement.Together together = new HotStatement.Together();
        together.update(LineStore.BY_INDEX, _ -> {});
        List<Map.Entry<Line, Entry>> entered =
                together.query(
                        ENTER,
                        to ->
                                to.uuids(uuids(lines, one -> one.line().environment().value()))
                                        .uuids(uuids(lines, one -> one.line().endpoint().value()))
                                        .longs(lines.stream().mapToLong(Locked::last).toArray())
                                        .number(most),
                        row -> Map.entry(Line.of(row), LineStore.entry(row)));
        together.run(handle);
        return entered.stream()
                .collect(
                        Collectors.groupingBy(
                                Map.Entry::getKey,
                                Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static <T> UUID[] uuids(Collection<T> all, Function<T, UUID> which) {
        return all.stream().map(which).toArray(UUID[]::new);
    }
}
