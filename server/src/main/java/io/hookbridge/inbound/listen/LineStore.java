package io.hookbridge.inbound.listen;

import io.hookbridge.base.Direction;
import io.hookbridge.base.MessageId;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.MessageHead;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

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

    /** What waits in the queue and has no place yet. */
    private static final String NEW =
            """
             FROM queue q
            WHERE q.environment_id = :environment
              AND q.endpoint_id = :endpoint
              AND q.node IS NULL
              AND NOT EXISTS (SELECT FROM listen_entry e
                               WHERE e.environment_id = :environment
                                 AND e.endpoint_id = :endpoint
                                 AND e.message_id = q.id
                                 AND e.fence = q.fence)\
            """;

    private final SealedHeaders heads;

    LineStore(SealedHeaders heads) {
        this.heads = heads;
    }

    static <T extends SqlStatement<T>> T of(T statement, Line line) {
        return statement
                .bind("environment", line.environment().value())
                .bind("endpoint", line.endpoint().value());
    }

    /** Nobody else changes the line until the transaction ends; returns its last position. */
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
        return of(handle.createQuery("SELECT EXISTS (SELECT " + NEW + ")"), line)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Gives places to what has none, those that have waited longest first.
     *
     * @param last the last position of the locked line
     * @param most how many
     */
    static void enter(Handle handle, Line line, long last, int most) {
        int entered =
                of(
                                handle.createUpdate(
                                        """
                                        INSERT INTO listen_entry
                                            (environment_id, endpoint_id, position, message_id, fence, expires_on, entered_at)
                                        SELECT :environment, :endpoint, :last + row_number() OVER (ORDER BY due_at, id), id,
                                               fence, (payload_expires_at AT TIME ZONE 'UTC')::date, now()
                                          FROM (SELECT q.due_at, q.id, q.fence, q.payload_expires_at
                                                %s
                                                 ORDER BY q.due_at, q.id
                                                 LIMIT :most) AS n
                                        """
                                                .formatted(NEW)),
                                line)
                        .bind("last", last)
                        .bind("most", most)
                        .execute();
        of(
                        handle.createUpdate(
                                """
                                UPDATE listen_line
                                   SET last_position = last_position + :entered
                                 WHERE environment_id = :environment
                                   AND endpoint_id = :endpoint
                                """),
                        line)
                .bind("entered", entered)
                .execute();
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
     * The entries that follow, with those whose payload is gone left out.
     *
     * @param waiting only those that nobody has taken, for who asks; else all that were not given
     *     to one who did
     */
    static List<Entry> after(Handle handle, Line line, long position, boolean waiting, int most) {
        return of(
                        handle.createQuery(
                                """
                                SELECT e.position, e.message_id, e.fence, e.broken, %1$s AS waits, m.created_at,
                                       m.content_type, m.size_bytes
                                  FROM listen_entry e
                                  JOIN message m ON m.environment_id = e.environment_id
                                                AND m.id = e.message_id
                                                AND m.expires_on = e.expires_on
                                 WHERE e.environment_id = :environment
                                   AND e.endpoint_id = :endpoint
                                   AND e.position > :position
                                   AND CASE WHEN :waiting THEN %1$s ELSE NOT e.given END
                                 ORDER BY e.position
                                 LIMIT :most
                                """
                                        .formatted(WAITS)),
                        line)
                .bind("position", position)
                .bind("waiting", waiting)
                .bind("most", most)
                .map((row, _) ->
                        new Entry(
                                row.getLong("position"),
                                new MessageId(row.getObject("message_id", UUID.class)),
                                row.getInt("fence"),
                                row.getBoolean("waits"),
                                row.getInt("broken"),
                                row.getTimestamp("created_at").toInstant(),
                                row.getString("content_type"),
                                row.getInt("size_bytes")))
                .list();
    }

    /**
     * What came with a message.
     *
     * @param body as it came
     * @param head null if it does not open
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Payload(byte[] body, @Nullable MessageHead head) {}

    /** The payloads of these entries, by their positions, as far as they are there. */
    Map<Long, Payload> payloads(Handle handle, Line line, Collection<Entry> entries) {
        Map<Long, Payload> payloads = new HashMap<>();
        of(
                        handle.createQuery(
                                """
                                SELECT e.position, e.message_id, m.body, m.head_sealed
                                  FROM listen_entry e
                                  JOIN message m ON m.environment_id = e.environment_id
                                                AND m.id = e.message_id
                                                AND m.expires_on = e.expires_on
                                 WHERE e.environment_id = :environment
                                   AND e.endpoint_id = :endpoint
                                   AND e.position = ANY(:positions)
                                """),
                        line)
                .bind("positions", positions(entries))
                .map((row, _) ->
                        payloads.put(
                                row.getLong("position"),
                                new Payload(
                                        row.getBytes("body"),
                                        heads.openHead(
                                                        row.getObject("message_id", UUID.class),
                                                        Direction.INBOUND,
                                                        row)
                                                .orElse(null))))
                .list();
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
        List<Map.Entry<Line, Long>> all = List.copyOf(lines.entrySet());
        return handle.createQuery(
                        """
                        SELECT k.environment_id, k.endpoint_id
                          FROM unnest(:environments::uuid[], :endpoints::uuid[], :positions::bigint[])
                               AS k (environment_id, endpoint_id, position)
                         WHERE EXISTS (SELECT FROM listen_line l
                                        WHERE l.environment_id = k.environment_id
                                          AND l.endpoint_id = k.endpoint_id
                                          AND l.last_position > k.position)
                            OR EXISTS (SELECT FROM queue q
                                        WHERE q.environment_id = k.environment_id
                                          AND q.endpoint_id = k.endpoint_id
                                          AND q.node IS NULL
                                          AND NOT EXISTS (SELECT FROM listen_entry e
                                                           WHERE e.environment_id = q.environment_id
                                                             AND e.endpoint_id = q.endpoint_id
                                                             AND e.message_id = q.id
                                                             AND e.fence = q.fence))
                        """)
                .bind(
                        "environments",
                        all.stream()
                                .map(one -> one.getKey().environment().value())
                                .toArray(UUID[]::new))
                .bind(
                        "endpoints",
                        all.stream()
                                .map(one -> one.getKey().endpoint().value())
                                .toArray(UUID[]::new))
                .bind("positions", all.stream().map(Map.Entry::getValue).toArray(Long[]::new))
                .map((row, _) -> Line.of(row))
                .list();
    }

    /** How far the line has been cleared away. */
    static long removedTo(Handle handle, Line line) {
        return of(
                        handle.createQuery(
                                """
                                SELECT removed_to
                                  FROM listen_line
                                 WHERE environment_id = :environment
                                   AND endpoint_id = :endpoint
                                """),
                        line)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }
}
