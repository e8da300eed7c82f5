package io.hookbridge.inbound.listen;

import io.hookbridge.base.MessageId;
import io.hookbridge.db.HotStatement;
import io.hookbridge.db.Spread;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Reads and changes the rows of lines. What takes a handle joins the caller's transaction. */
final class LineStore {

    /** Whether nobody has taken the entry {@code e}. */
    static final String WAITS =
            """
            EXISTS (SELECT FROM queue q
                     WHERE q.environment_id = e.environment_id
                       AND q.id = e.message_id
                       AND q.fence = e.fence
                       AND q.node IS NULL)\
            """;

    /**
     * Whether a caller who asked was given the entry {@code e} by an answer that was sent whole.
     */
    static final String HAS_COME = "(e.given AND NOT e.under_way)";

    /** Of rows of {@code queue q}: those that wait and have no place yet. */
    static final String HAS_NO_PLACE =
            """
            q.node IS NULL
              AND NOT EXISTS (SELECT FROM listen_entry e
                               WHERE e.environment_id = q.environment_id
                                 AND e.endpoint_id = q.endpoint_id
                                 AND e.message_id = q.id
                                 AND e.fence = q.fence)\
            """;

    /** Those of a line. */
    private static final String NEW =
            " FROM queue q WHERE q.environment_id = ? AND q.endpoint_id = ? AND " + HAS_NO_PLACE;

    private static final String HAS_NEW = "SELECT EXISTS (SELECT " + NEW + ") AS has_new";

    /** Of a line that was made. */
    private static final String REMOVED_TO =
            """
            SELECT removed_to
              FROM listen_line
             WHERE environment_id = ?
               AND endpoint_id = ?
            """;

    /** Of a line that was made. */
    private static final String LOCK = REMOVED_TO + "FOR UPDATE";

    /**
     * Until the transaction ends. What has left the queue stays in its index until somebody comes
     * by it there, which a bitmap scan does again each time.
     */
    static final String BY_INDEX = "SET LOCAL enable_bitmapscan = off";

    /** Places for what has none, and the last position of the line. */
    private static final String ENTER =
            """
            WITH entered AS (
                INSERT INTO listen_entry
                    (environment_id, endpoint_id, position, message_id, fence, expires_on, received_at, content_type,
                     size_bytes, entered_at)
                SELECT n.environment_id, n.endpoint_id, l.last_position + row_number() OVER (ORDER BY n.due_at, n.id),
                       n.id, n.fence, (n.payload_expires_at AT TIME ZONE 'UTC')::date, n.created_at, n.content_type,
                       n.size_bytes, now()
                  FROM (SELECT q.environment_id, q.endpoint_id, q.due_at, q.id, q.fence, q.payload_expires_at,
                               q.created_at, q.content_type, q.size_bytes
                        %s
                         ORDER BY q.due_at, q.id
                         LIMIT ?) AS n
                  JOIN listen_line l ON l.environment_id = n.environment_id AND l.endpoint_id = n.endpoint_id
                RETURNING environment_id, endpoint_id, position
            )
            UPDATE listen_line l
               SET last_position = last.position
              FROM (SELECT environment_id, endpoint_id, max(position) AS position
                      FROM entered
                     GROUP BY environment_id, endpoint_id) AS last
             WHERE l.environment_id = last.environment_id
               AND l.endpoint_id = last.endpoint_id
            """
                    .formatted(NEW);

    private static final String AFTER =
            """
            SELECT e.position, e.message_id, e.fence, e.broken, %1$s AS waits, e.expires_on, e.received_at,
                   e.content_type, e.size_bytes
              FROM listen_entry e
             WHERE e.environment_id = ?
               AND e.endpoint_id = ?
               AND e.position > ?
               AND %2$s
             ORDER BY e.position
             LIMIT ?
            """;

    private static final String WAITING_AFTER = AFTER.formatted(WAITS, WAITS);
    private static final String NOT_GIVEN_AFTER = AFTER.formatted(WAITS, "NOT " + HAS_COME);

    private LineStore() {}

    static <T extends SqlStatement<T>> T of(T statement, Line line) {
        return statement
                .bind("environment", line.environment().value())
                .bind("endpoint", line.endpoint().value());
    }

    /**
     * Nobody else changes the line until the transaction ends; returns its last position. Makes the
     * line if there is none yet.
     */
    static long lock(Handle handle, Line line) {
        return of(
                        handle.createQuery(
                                """
                                INSERT INTO listen_line AS l (environment_id, endpoint_id)
                                VALUES (:environment, :endpoint)
                                ON CONFLICT (environment_id, endpoint_id) DO UPDATE
                                   SET last_position = l.last_position
                                RETURNING last_position
                                """),
                        line)
                .mapTo(Long.class)
                .one();
    }

    /** Whether something waits that has no place yet. */
    static boolean hasNew(Handle handle, Line line) {
        return HotStatement.query(handle, HAS_NEW, line::bind, row -> row.getBoolean("has_new"))
                .getFirst();
    }

    /**
     * Gives places to what has none, those that have waited longest first; under the lock of the
     * line.
     *
     * @param most how many
     */
    static void enter(Handle handle, Line line, int most) {
        HotStatement.Together together = new HotStatement.Together();
        enter(together, line, most);
        together.run(handle);
    }

    private static void enter(HotStatement.Together together, Line line, int most) {
        together.update(BY_INDEX, _ -> {});
        together.update(ENTER, to -> line.bind(to).number(most));
    }

    /**
     * What a listener finds behind its position.
     *
     * @param entries that were not given to one who asked; the payloads of some may be gone
     * @param isMore whether there may be more
     * @param removedTo entries up to there may be missing
     */
    record Look(List<Entry> entries, boolean isMore, long removedTo) {}

    /**
     * Looks behind a position.
     *
     * @param most how many entries
     */
    static Look look(Handle handle, Line line, long position, int most) {
        HotStatement.Together together = new HotStatement.Together();
        // Before the entries: what somebody else gives a place to meanwhile is one of them.
        List<Boolean> hasNew =
                together.query(HAS_NEW, line::bind, row -> row.getBoolean("has_new"));
        List<Entry> entries = entriesAfter(together, line, position, most);
        // Behind them: what was removed until now may be missing among them.
        List<Long> removedTo =
                together.query(REMOVED_TO, line::bind, row -> row.getLong("removed_to"));
        together.run(handle);
        return removedTo.isEmpty()
                ? new Look(List.of(), false, 0)
                : new Look(
                        entries, hasNew.getFirst() || entries.size() == most, removedTo.getFirst());
    }

    /**
     * Gives places to what has none, and looks behind a position.
     *
     * @param handle in a transaction
     * @param most how many entries
     */
    static Look enterAndLook(Handle handle, Line line, long position, int most) {
        HotStatement.Together together = new HotStatement.Together();
        List<Long> removedTo = together.query(LOCK, line::bind, row -> row.getLong("removed_to"));
        enter(together, line, most);
        List<Entry> entries = entriesAfter(together, line, position, most);
        together.run(handle);
        return new Look(entries, entries.size() == most, removedTo.stream().findFirst().orElse(0L));
    }

    private static List<Entry> entriesAfter(
            HotStatement.Together together, Line line, long position, int most) {
        return together.query(
                NOT_GIVEN_AFTER,
                to -> line.bind(to).number(position).number(most),
                LineStore::entry);
    }

    /**
     * Whether there is something for who asks; without the lock of the line, as most of those who
     * ask find nothing. In this order: what is given a place meanwhile is in line then.
     */
    static boolean hasWaiting(Handle handle, Line line) {
        return hasNew(handle, line) || firstWaiting(handle, line).isPresent();
    }

    /** The position of the first entry that nobody has taken; empty if there is none. */
    static Optional<Long> firstWaiting(Handle handle, Line line) {
        return of(
                        handle.createQuery(
                                """
                                SELECT e.position
                                  FROM listen_entry e
                                 WHERE e.environment_id = :environment
                                   AND e.endpoint_id = :endpoint
                                   AND %s
                                 ORDER BY e.position
                                 LIMIT 1
                                """
                                        .formatted(WAITS)),
                        line)
                .mapTo(Long.class)
                .findOne();
    }

    /**
     * The entries that follow and that nobody has taken, for who asks.
     *
     * @param most how many
     */
    static List<Entry> waitingAfter(Handle handle, Line line, long position, int most) {
        return HotStatement.query(
                handle,
                WAITING_AFTER,
                to -> line.bind(to).number(position).number(most),
                LineStore::entry);
    }

    /** From the columns of an entry, and whether it {@code waits}. */
    static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("position"),
                new MessageId(row.getObject("message_id", UUID.class)),
                row.getInt("fence"),
                row.getBoolean("waits"),
                row.getInt("broken"),
                row.getObject("expires_on", LocalDate.class),
                row.getTimestamp("received_at").toInstant(),
                row.getString("content_type"),
                row.getInt("size_bytes"));
    }

    static Long[] positions(Collection<Entry> entries) {
        return entries.stream().map(Entry::position).toArray(Long[]::new);
    }

    /** The last place that this message has in the line, and its fence there. */
    record Place(long position, int fence) {}

    static Optional<Place> place(Handle handle, Line line, MessageId message) {
        return of(
                        handle.createQuery(
                                """
                                SELECT position, fence
                                  FROM listen_entry
                                 WHERE environment_id = :environment
                                   AND endpoint_id = :endpoint
                                   AND message_id = :message
                                 ORDER BY position DESC
                                 LIMIT 1
                                """),
                        line)
                .bind("message", message.value())
                .map((row, _) -> new Place(row.getLong("position"), row.getInt("fence")))
                .findOne();
    }

    /** Notes that a connection ended while these were under way to it. */
    static void broke(Handle handle, Line line, Collection<Entry> entries) {
        of(
                        handle.createUpdate(
                                """
                                UPDATE listen_entry
                                   SET broken = broken + 1
                                 WHERE environment_id = :environment
                                   AND endpoint_id = :endpoint
                                   AND position = ANY(:positions)
                                """),
                        line)
                .bind("positions", positions(entries))
                .execute();
    }

    /**
     * Those of {@code lines} that have gone on.
     *
     * @param lines with the last position that is known of each
     */
    static List<Line> moved(Handle handle, Map<Line, Long> lines) {
        return Spread.parts(handle, lines.entrySet(), one -> one.getKey().environment()).stream()
                .flatMap(part -> moved(handle, part).stream())
                .toList();
    }

    /** Each line by itself: a table of all entries in memory would cost more the more there are. */
    private static List<Line> moved(Handle handle, List<Map.Entry<Line, Long>> all) {
        return handle.createQuery(
                        """
                        SELECT k.environment_id, k.endpoint_id
                          FROM unnest(:environments::uuid[], :endpoints::uuid[], :positions::bigint[])
                               AS k (environment_id, endpoint_id, position)
                         WHERE EXISTS (SELECT FROM listen_line l
                                        WHERE l.environment_id = ANY(:environments)
                                          AND l.environment_id = k.environment_id
                                          AND l.endpoint_id = k.endpoint_id
                                          AND l.last_position > k.position)
                            OR (SELECT true
                                  FROM queue q
                                 WHERE q.environment_id = ANY(:environments)
                                   AND q.environment_id = k.environment_id
                                   AND q.endpoint_id = k.endpoint_id
                                   AND q.node IS NULL
                                   AND NOT EXISTS (SELECT FROM listen_entry e
                                                    WHERE e.environment_id = ANY(:environments)
                                                      AND e.environment_id = q.environment_id
                                                      AND e.endpoint_id = q.endpoint_id
                                                      AND e.message_id = q.id
                                                      AND e.fence = q.fence)
                                 LIMIT 1)
                        """)
                .bind("environments", uuids(all, line -> line.environment().value()))
                .bind("endpoints", uuids(all, line -> line.endpoint().value()))
                .bind("positions", all.stream().map(Map.Entry::getValue).toArray(Long[]::new))
                .map((row, _) -> Line.of(row))
                .list();
    }

    private static UUID[] uuids(List<Map.Entry<Line, Long>> all, Function<Line, UUID> which) {
        return all.stream().map(one -> which.apply(one.getKey())).toArray(UUID[]::new);
    }
}
