package io.hookbridge.inbound.listen;

import io.hookbridge.base.Direction;
import io.hookbridge.base.MessageId;
import io.hookbridge.bucket.BucketException;
import io.hookbridge.db.HotStatement;
import io.hookbridge.db.Spread;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.MessageHead;
import io.hookbridge.message.MessageStore;
import io.hookbridge.message.PayloadStore;
import io.hookbridge.message.cold.ColdPayloads;
import io.hookbridge.message.cold.StoredPayload;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
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

    /** What waits in the queue of a line and has no place yet. */
    private static final String NEW =
            """
             FROM queue q
            WHERE q.environment_id = ?
              AND q.endpoint_id = ?
              AND q.node IS NULL
              AND NOT EXISTS (SELECT FROM listen_entry e
                               WHERE e.environment_id = q.environment_id
                                 AND e.endpoint_id = q.endpoint_id
                                 AND e.message_id = q.id
                                 AND e.fence = q.fence)\
            """;

    private static final String HAS_NEW = "SELECT EXISTS (SELECT " + NEW + ") AS has_new";

    /** Of a line that was made. */
    private static final String STATE =
            """
            SELECT l.removed_to, EXISTS (SELECT%s) AS has_new
              FROM listen_line l
             WHERE l.environment_id = ?
               AND l.endpoint_id = ?
            """
                    .formatted(NEW);

    /** Of a line that was made. */
    private static final String LOCK =
            """
            SELECT removed_to
              FROM listen_line
             WHERE environment_id = ?
               AND endpoint_id = ?
               FOR UPDATE
            """;

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
    private static final String NOT_GIVEN_AFTER = AFTER.formatted(WAITS, "NOT e.given");

    private final SealedHeaders heads;
    private final ColdPayloads cold;

    LineStore(SealedHeaders heads, ColdPayloads cold) {
        this.heads = heads;
        this.cold = cold;
    }

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
        HotStatement.update(handle, ENTER, to -> line.bind(to).number(most));
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
        List<Entry> entries = entriesAfter(together, line, position, most);
        // Behind the entries: what was removed until now may be missing among them.
        List<Look> states =
                together.query(
                        STATE,
                        to -> line.bind(line.bind(to)),
                        row ->
                                new Look(
                                        entries,
                                        row.getBoolean("has_new") || entries.size() == most,
                                        row.getLong("removed_to")));
        together.run(handle);
        return states.isEmpty() ? new Look(List.of(), false, 0) : states.getFirst();
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
        together.update(ENTER, to -> line.bind(to).number(most));
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
     * ask find nothing.
     */
    static boolean hasWaiting(Handle handle, Line line) {
        return firstWaiting(handle, line).isPresent() || hasNew(handle, line);
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

    private static Entry entry(ResultSet row) throws SQLException {
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

    /**
     * What came with a message.
     *
     * @param body as it came
     * @param head null if it does not open
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Payload(byte[] body, @Nullable MessageHead head) {}

    /**
     * What rows say of payloads, by the ids of their messages.
     *
     * @param heads null for one that does not open
     */
    record Found(
            Map<MessageId, StoredPayload> stored, Map<MessageId, @Nullable MessageHead> heads) {

        static final Found NOTHING = new Found(Map.of(), Map.of());
    }

    /**
     * What is known of the payloads of these entries, as far as they are there.
     *
     * @param entries not empty
     */
    Found find(Handle handle, Line line, Collection<Entry> entries) {
        Map<MessageId, StoredPayload> stored = new HashMap<>();
        Map<MessageId, @Nullable MessageHead> opened = new HashMap<>();
        handle.createQuery(
                        """
                        SELECT %s, head_sealed
                          FROM message
                         WHERE environment_id = :environment
                           AND id = ANY(:ids)
                           AND expires_on IN (%s)
                        """
                                .formatted(
                                        StoredPayload.COLUMNS,
                                        PayloadStore.literals(
                                                entries.stream().map(Entry::day).toList())))
                .bind("environment", line.environment().value())
                .bind("ids", MessageStore.uuids(entries.stream().map(Entry::message).toList()))
                .map((row, _) -> {
                    MessageId id = new MessageId(row.getObject("id", UUID.class));
                    opened.put(id, heads.openHead(id.value(), Direction.INBOUND, row).orElse(null));
                    return stored.put(id, StoredPayload.of(row));
                })
                .list();
        return new Found(stored, opened);
    }

    /**
     * The payloads, wherever they lie; with no connection in hand, as the cold storage takes its
     * time.
     *
     * @throws BucketException if one of them cannot be had now
     */
    Map<MessageId, Payload> open(Found found) {
        Map<MessageId, Payload> payloads = new HashMap<>();
        cold.readAll(found.stored())
                .forEach((id, body) -> payloads.put(id, new Payload(body, found.heads().get(id))));
        return payloads;
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
                            OR EXISTS (SELECT FROM queue q
                                        WHERE q.environment_id = ANY(:environments)
                                          AND q.environment_id = k.environment_id
                                          AND q.endpoint_id = k.endpoint_id
                                          AND q.node IS NULL
                                          AND NOT EXISTS (SELECT FROM listen_entry e
                                                           WHERE e.environment_id = ANY(:environments)
                                                             AND e.environment_id = q.environment_id
                                                             AND e.endpoint_id = q.endpoint_id
                                                             AND e.message_id = q.id
                                                             AND e.fence = q.fence))
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
