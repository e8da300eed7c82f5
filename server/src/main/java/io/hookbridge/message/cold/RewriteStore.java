package io.hookbridge.message.cold;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.db.IdleTransaction;
import io.hookbridge.db.PlanEachTime;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements by which the rows of a partition of messages are copied into a new one. */
final class RewriteStore {

    /** How long a lock is waited for, and so the longest that a delivery waits behind it. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

    /** How long what reads a whole partition may take. */
    static final Duration LONGEST = Duration.ofHours(2);

    /** Pages of the old partition that are looked at for one chunk. */
    private static final int WINDOW = 1024;

    /** What is copied as it is. */
    private static final String SAME =
            """
            environment_id, id, endpoint_id, node, expires_on, size_bytes, created_at, payload_expires_at, keep_payload,
            direction, content_type, idempotency_key, payload_sha256, head_sealed\
            """;

    static final String ALL = SAME + ", body, cold_segment, cold_offset, cold_key";

    private final Jdbi jdbi;

    RewriteStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    static String partition(LocalDate day) {
        return "message_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    static String replacement(LocalDate day) {
        return "cold_message_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    /** Which way payloads go. */
    enum Way {
        MOVE("move"),
        RETURN("return");

        private final String word;

        Way(String word) {
            this.word = word;
        }

        private static Way of(String word) {
            return word.equals(MOVE.word) ? MOVE : RETURN;
        }
    }

    /**
     * A partition that is being rewritten.
     *
     * @param moveBefore payloads of messages with smaller ids move; null for a return
     * @param sourceFile of the old partition
     * @param place the last row that was copied
     */
    record Rewriting(
            LocalDate day, Way way, @Nullable UUID moveBefore, long sourceFile, Place place) {}

    /** A place in a table, as PostgreSQL counts: a page, and a row on it from 1. */
    record Place(long page, int row) implements Comparable<Place> {

        static final Place START = new Place(0, 0);

        static Place parse(String text) {
            String[] parts = text.substring(1, text.length() - 1).split(",");
            return new Place(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
        }

        String text() {
            return "(" + page + "," + row + ")";
        }

        @Override
        public int compareTo(Place other) {
            return Comparator.comparingLong(Place::page)
                    .thenComparingInt(Place::row)
                    .compare(this, other);
        }
    }

    /** The one that is being rewritten; empty if none is. */
    Optional<Rewriting> underWay() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT day, rewriting, move_before, source_file, coalesce(place, '(0,0)')::text AS place
                                  FROM cold_partition
                                 WHERE rewriting IS NOT NULL
                                 ORDER BY day
                                 LIMIT 1
                                """)
                        .map((row, _) ->
                                new Rewriting(
                                        row.getObject("day", LocalDate.class),
                                        Way.of(row.getString("rewriting")),
                                        row.getObject("move_before", UUID.class),
                                        row.getLong("source_file"),
                                        Place.parse(row.getString("place"))))
                        .findOne());
    }

    /**
     * Makes the new partition beside the old one, and has noted from now on what changes in that.
     *
     * @param moveBefore null for a return
     */
    void begin(LocalDate day, Way way, @Nullable UUID moveBefore) {
        String old = partition(day);
        String fresh = replacement(day);
        jdbi.useTransaction(handle -> {
            waitNotLong(handle);
            OlderServerStore.keepAway(handle);
        });
        jdbi.useTransaction(handle -> {
            waitNotLong(handle);
            handle.execute(
                    "CREATE TRIGGER cold_change AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION note_cold_change()"
                            .formatted(old));
            handle.execute(
                    "CREATE TABLE %s (LIKE message INCLUDING ALL) WITH (toast_tuple_target = 8160)"
                            .formatted(fresh));
            // Proves to PostgreSQL that no row has to be looked at when it becomes the partition.
            handle.execute(
                    "ALTER TABLE %s ADD CONSTRAINT of_day CHECK (expires_on >= '%s' AND expires_on < '%s')"
                            .formatted(fresh, day, day.plusDays(1)));
            handle.createUpdate(
                            """
                            INSERT INTO cold_partition (day, rewriting, move_before, source_file)
                            VALUES (:day, :way, :before::uuid, pg_relation_filenode('%s'))
                            ON CONFLICT (day) DO UPDATE
                               SET rewriting = excluded.rewriting, move_before = excluded.move_before,
                                   source_file = excluded.source_file, place = NULL, copied = 0, payloads = 0, bytes = 0
                            """
                                    .formatted(old))
                    .bind("day", day)
                    .bind("way", way.word)
                    .bind("before", moveBefore)
                    .execute();
        });
        CrashPoint.COLD_BEGUN_COMMITTED.pass();
    }

    /** Whether the old partition is there, and its rows lie where they lay. */
    boolean isIntact(Rewriting rewriting) {
        return jdbi.withHandle(handle -> isIntact(handle, rewriting));
    }

    static boolean isIntact(Handle handle, Rewriting rewriting) {
        return handle.createQuery(
                        "SELECT pg_relation_filenode(to_regclass(:table)) IS NOT DISTINCT FROM :file::oid")
                .bind("table", partition(rewriting.day()))
                .bind("file", rewriting.sourceFile())
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * A row of the old partition.
     *
     * @param size of its payload, in bytes
     * @param goes whether its payload changes its place
     */
    record Row(Place place, int size, boolean goes) {}

    /**
     * Rows that follow each other.
     *
     * @param last the last place that belongs to them; rows or not
     * @param isEnd whether no row follows
     */
    record Rows(List<Row> rows, Place last, boolean isEnd) {}

    /** The rows after a place that lie in the next pages. */
    Rows after(Rewriting rewriting, int least) {
        Place from = rewriting.place();
        Place end = new Place(from.page() + WINDOW, 0);
        String goes =
                rewriting.way() == Way.MOVE
                        ? "cold_segment IS NULL AND id < :before AND size_bytes >= :least"
                        : "cold_segment IS NOT NULL";
        return jdbi.withHandle(handle -> {
            long pages =
                    handle.createQuery(
                                    "SELECT pg_relation_size('%s') / current_setting('block_size')::int"
                                            .formatted(partition(rewriting.day())))
                            .mapTo(Long.class)
                            .one();
            List<Row> rows =
                    handle.createQuery(
                                    """
                                    SELECT ctid::text AS place, size_bytes, %s AS goes
                                      FROM %s
                                     WHERE ctid > :from::tid
                                       AND ctid < :end::tid
                                    """
                                            .formatted(goes, partition(rewriting.day())))
                            .addCustomizer(new PlanEachTime())
                            .bind("from", from.text())
                            .bind("end", end.text())
                            .bind("before", rewriting.moveBefore())
                            .bind("least", least)
                            .map((row, _) ->
                                    new Row(
                                            Place.parse(row.getString("place")),
                                            row.getInt("size_bytes"),
                                            row.getBoolean("goes")))
                            .list();
            return new Rows(
                    rows.stream().sorted(Comparator.comparing(Row::place)).toList(),
                    end,
                    end.page() >= pages);
        });
    }

    /** A row with its payload, wherever that lies. */
    record Full(UUID environment, UUID message, StoredPayload payload) {}

    /** The rows after the place of {@code rewriting} and up to {@code last} whose payloads go. */
    List<Full> payloads(Rewriting rewriting, Place last, int least) {
        String goes =
                rewriting.way() == Way.MOVE
                        ? "cold_segment IS NULL AND id < :before AND size_bytes >= :least"
                        : "cold_segment IS NOT NULL";
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT %s
                                  FROM %s
                                 WHERE ctid > :from::tid
                                   AND ctid <= :last::tid
                                   AND %s
                                """
                                        .formatted(
                                                StoredPayload.COLUMNS,
                                                partition(rewriting.day()),
                                                goes))
                        .addCustomizer(new PlanEachTime())
                        .bind("from", rewriting.place().text())
                        .bind("last", last.text())
                        .bind("before", rewriting.moveBefore())
                        .bind("least", least)
                        .map((row, _) -> full(row))
                        .list());
    }

    private static Full full(ResultSet row) throws SQLException {
        return new Full(
                row.getObject("environment_id", UUID.class),
                row.getObject("id", UUID.class),
                StoredPayload.of(row));
    }

    /**
     * Payloads of a chunk in their new places.
     *
     * @param segment null for a return
     * @param offsets in the segment; of a return empty
     * @param keys of a return empty
     * @param bodies of a move empty
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Placed(
            @Nullable Segment segment,
            UUID[] environments,
            UUID[] messages,
            Integer[] offsets,
            byte[][] keys,
            byte[][] bodies) {}

    /**
     * Copies the rows after the place of {@code rewriting} and up to {@code last}.
     *
     * @return false if another node has done so, or the segment is not to be used
     */
    boolean copy(Rewriting rewriting, Place last, Placed placed) {
        boolean copied =
                jdbi.inTransaction(handle -> {
                    IdleTransaction.limit(handle);
                    if (!isAt(handle, rewriting)
                            || (placed.segment() != null
                                    && !SegmentStore.written(handle, placed.segment()))) {
                        return false;
                    }
                    int rows = insert(handle, rewriting, last, placed);
                    advance(handle, rewriting.day(), last, rows, placed);
                    CrashPoint.COLD_COPIED.pass();
                    return true;
                });
        CrashPoint.COLD_CHUNK_COMMITTED.pass();
        return copied;
    }

    private static int insert(Handle handle, Rewriting rewriting, Place last, Placed placed) {
        boolean moves = rewriting.way() == Way.MOVE;
        // A row that changed its place was noted and is looked up again at the end.
        return handle.createUpdate(
                        """
                        INSERT INTO %1$s (%3$s)
                        SELECT %4$s,
                               CASE WHEN p.id IS NULL THEN m.body ELSE p.body END,
                               CASE WHEN p.id IS NULL THEN m.cold_segment ELSE :segment::uuid END,
                               CASE WHEN p.id IS NULL THEN m.cold_offset ELSE p.cold_offset END,
                               CASE WHEN p.id IS NULL THEN m.cold_key ELSE p.cold_key END
                          FROM %2$s m
                          LEFT JOIN unnest(:environments::uuid[], :ids::uuid[], :offsets::int[], :keys::bytea[],
                                           :bodies::bytea[])
                                    AS p (environment_id, id, cold_offset, cold_key, body)
                                 ON p.environment_id = m.environment_id AND p.id = m.id
                         WHERE m.ctid > :from::tid
                           AND m.ctid <= :last::tid
                         ORDER BY m.ctid
                        ON CONFLICT DO NOTHING
                        """
                                .formatted(
                                        replacement(rewriting.day()),
                                        partition(rewriting.day()),
                                        ALL,
                                        of("m")))
                .addCustomizer(new PlanEachTime())
                .bind("segment", placed.segment() == null ? null : placed.segment().id())
                .bind("environments", placed.environments())
                .bind("ids", placed.messages())
                .bind("offsets", moves ? placed.offsets() : new Integer[0])
                .bind("keys", moves ? placed.keys() : new byte[0][])
                .bind("bodies", moves ? new byte[0][] : placed.bodies())
                .bind("from", rewriting.place().text())
                .bind("last", last.text())
                .execute();
    }

    private static String of(String table) {
        return SAME.replaceAll("(\\w+)(,|$)", table + ".$1$2");
    }

    private static void advance(Handle handle, LocalDate day, Place last, int rows, Placed placed) {
        handle.createUpdate(
                        """
                        UPDATE cold_partition
                           SET place = :last::tid, copied = copied + :rows, payloads = payloads + :payloads,
                               bytes = bytes + :bytes
                         WHERE day = :day
                        """)
                .bind("last", last.text())
                .bind("rows", rows)
                .bind("payloads", placed.messages().length)
                .bind("bytes", placed.segment() == null ? 0 : placed.segment().bytes().length)
                .bind("day", day)
                .execute();
    }

    /** Locks it, and says whether nobody has gone on with it. */
    static boolean isAt(Handle handle, Rewriting rewriting) {
        return handle.createQuery(
                        """
                        SELECT coalesce(place, '(0,0)')::text = :place AND rewriting = :way AND source_file = :file
                          FROM cold_partition
                         WHERE day = :day
                           FOR UPDATE
                        """)
                .bind("place", rewriting.place().text())
                .bind("way", rewriting.way().word)
                .bind("file", rewriting.sourceFile())
                .bind("day", rewriting.day())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    static void waitNotLong(Handle handle) {
        IdleTransaction.limit(handle);
        handle.execute("SET LOCAL lock_timeout = " + LONGEST_WAIT.toMillis());
    }
}
