package io.hookbridge.message.cold;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.db.IdleTransaction;
import io.hookbridge.db.PlanEachTime;
import io.hookbridge.db.SchemaVersion;

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

/** The statements by which a partition of messages is rewritten, and the new one swapped in. */
final class RewriteStore {

    /** How long a lock is waited for, and so the longest that a delivery waits behind it. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

    /** Pages of the old partition that are looked at for one chunk. */
    private static final int WINDOW = 1024;

    /** What is copied as it is. */
    private static final String SAME =
            """
            environment_id, id, endpoint_id, node, expires_on, size_bytes, created_at, payload_expires_at, keep_payload,
            direction, content_type, idempotency_key, payload_sha256, head_sealed\
            """;

    private static final String ALL = SAME + ", body, cold_segment, cold_offset, cold_key";

    private final Jdbi jdbi;

    RewriteStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    static String partition(LocalDate day) {
        return "message_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    private static String replacement(LocalDate day) {
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

    /** The days after {@code after} that have partitions, the oldest first. */
    List<LocalDate> days(LocalDate after) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT to_date(right(c.relname, 8), 'YYYYMMDD') AS day
                                  FROM pg_inherits i
                                  JOIN pg_class c ON c.oid = i.inhrelid
                                 WHERE i.inhparent = 'message'::regclass
                                   AND c.relname ~ '^message_[0-9]{8}$'
                                 ORDER BY 1
                                """)
                        .mapTo(LocalDate.class)
                        .filter(day -> day.isAfter(after))
                        .list());
    }

    /** Those that have payloads in the storage. */
    List<LocalDate> movedDays() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT day FROM cold_partition WHERE moved_before IS NOT NULL AND rewriting IS NULL ORDER BY day")
                        .mapTo(LocalDate.class)
                        .list());
    }

    /**
     * No message with an id from here on may move: it may be under way, or not indexed yet for the
     * search.
     */
    Optional<UUID> firstInUse() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id
                                  FROM (SELECT lowest_watermark() AS id
                                         UNION ALL
                                        SELECT unnest(id) FROM search_task) AS used
                                 WHERE id IS NOT NULL
                                 ORDER BY id
                                 LIMIT 1
                                """)
                        .mapTo(UUID.class)
                        .findOne());
    }

    /** The versions of the servers that run and would read what has moved as empty. */
    List<String> tooOld() {
        return jdbi.withHandle(RewriteStore::tooOld);
    }

    private static List<String> tooOld(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT DISTINCT version
                          FROM running_server
                         WHERE alive_until >= now()
                           AND newest_known < :known
                         ORDER BY version
                        """)
                .bind("known", SchemaVersion.COLD_PAYLOADS)
                .mapTo(String.class)
                .list();
    }

    /**
     * What of a partition could move, and what would have to stay.
     *
     * @param movable how many payloads
     * @param movableBytes of them
     * @param youngBytes of those that are not old enough
     * @param moved how many have moved before
     */
    record Amounts(long movable, long movableBytes, long youngBytes, long moved) {

        /** Whether rewriting all rows is worth it. */
        boolean isWorthIt() {
            return movable > 0 && movableBytes >= youngBytes && movable >= moved / 4;
        }
    }

    /**
     * Empty if nothing in the partition is old enough, which costs next to nothing to find out.
     *
     * @param least the smallest payload that moves, in bytes
     */
    Optional<Amounts> amounts(LocalDate day, UUID moveBefore, int least) {
        return jdbi.withHandle(handle -> {
            UUID from =
                    handle.createQuery("SELECT moved_before FROM cold_partition WHERE day = :day")
                            .bind("day", day)
                            .mapTo(UUID.class)
                            .findOne()
                            .orElse(new UUID(0, 0));
            // The index of ranges tells at once of a partition that has nothing that old.
            boolean any =
                    handle.createQuery(
                                    "SELECT EXISTS (SELECT FROM %s WHERE id >= :from AND id < :before)"
                                            .formatted(partition(day)))
                            .addCustomizer(new PlanEachTime())
                            .bind("from", from)
                            .bind("before", moveBefore)
                            .mapTo(Boolean.class)
                            .one();
            if (!any) {
                return Optional.empty();
            }
            return handle.createQuery(
                            """
                            SELECT count(*) FILTER (WHERE old AND size_bytes >= :least) AS movable,
                                   coalesce(sum(size_bytes) FILTER (WHERE old AND size_bytes >= :least), 0) AS movable_bytes,
                                   coalesce(sum(size_bytes) FILTER (WHERE NOT old), 0) AS young_bytes,
                                   (SELECT coalesce(sum(payloads), 0) FROM cold_segment
                                     WHERE day = :day AND state = 'live') AS moved
                              FROM (SELECT size_bytes, id < :before AS old
                                      FROM %s
                                     WHERE id >= :from) AS m
                            """
                                    .formatted(partition(day)))
                    .addCustomizer(new PlanEachTime())
                    .bind("day", day)
                    .bind("from", from)
                    .bind("before", moveBefore)
                    .bind("least", least)
                    .map((row, _) ->
                            new Amounts(
                                    row.getLong("movable"),
                                    row.getLong("movable_bytes"),
                                    row.getLong("young_bytes"),
                                    row.getLong("moved")))
                    .findOne();
        });
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
            handle.createUpdate(
                            "UPDATE schema_support SET oldest_known = greatest(oldest_known, :known)")
                    .bind("known", SchemaVersion.COLD_PAYLOADS)
                    .execute();
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
            handle.execute(
                    "ALTER TABLE %s ADD CONSTRAINT here_or_cold CHECK ((cold_segment IS NULL OR body = '') AND (cold_segment IS NULL) = (cold_key IS NULL) AND (cold_segment IS NULL) = (cold_offset IS NULL))"
                            .formatted(fresh));
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

    private static boolean isIntact(Handle handle, Rewriting rewriting) {
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
                               CASE WHEN p.id IS NULL THEN m.body ELSE coalesce(p.body, '') END,
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
    private static boolean isAt(Handle handle, Rewriting rewriting) {
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

    /** Takes out of the new partition what has changed in the old one, or was erased there. */
    void dropChanged(LocalDate day) {
        jdbi.useHandle(handle -> dropChanged(handle, day));
    }

    private static void dropChanged(Handle handle, LocalDate day) {
        handle.createUpdate(
                        """
                        DELETE FROM %s n
                         USING cold_change c
                         WHERE c.day = :day
                           AND n.environment_id = c.environment_id
                           AND n.id = c.id
                        """
                                .formatted(replacement(day)))
                .bind("day", day)
                .execute();
    }

    /** Gathers what PostgreSQL plans by, and what lets it look at an index alone. */
    void analyze(LocalDate day) {
        jdbi.useHandle(handle -> handle.execute("VACUUM (ANALYZE) " + replacement(day)));
    }

    /** Whether a row of the old partition is neither in the new one nor noted. */
    boolean isAnyMissing(LocalDate day) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT EXISTS (
                                    SELECT FROM %1$s m
                                     WHERE NOT EXISTS (SELECT FROM %2$s n
                                                        WHERE n.environment_id = m.environment_id AND n.id = m.id)
                                       AND NOT EXISTS (SELECT FROM cold_change c
                                                        WHERE c.environment_id = m.environment_id AND c.id = m.id
                                                          AND c.day = :day))
                                """
                                        .formatted(partition(day), replacement(day)))
                        .addCustomizer(new PlanEachTime())
                        .bind("day", day)
                        .mapTo(Boolean.class)
                        .one());
    }

    /**
     * Puts the new partition in the place of the old one. What was noted is copied again as it is.
     *
     * @return false if the rewriting is not as it was
     */
    boolean swap(Rewriting rewriting) {
        LocalDate day = rewriting.day();
        String old = partition(day);
        String fresh = replacement(day);
        boolean swapped =
                jdbi.inTransaction(handle -> {
                    waitNotLong(handle);
                    if (!isAt(handle, rewriting)) {
                        return false;
                    }
                    // In the order in which everybody locks them.
                    handle.execute(
                            "LOCK TABLE ONLY message, %s IN ACCESS EXCLUSIVE MODE".formatted(old));
                    CrashPoint.COLD_SWAP_LOCKED.pass();
                    if (!isIntact(handle, rewriting) || !tooOld(handle).isEmpty()) {
                        return false;
                    }
                    copyChanged(handle, day);
                    handle.execute("DROP TABLE " + old);
                    handle.execute("ALTER TABLE %s RENAME TO %s".formatted(fresh, old));
                    handle.execute(
                            "ALTER TABLE message ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
                                    .formatted(old, day, day.plusDays(1)));
                    settle(handle, rewriting);
                    CrashPoint.COLD_SWAPPED.pass();
                    return true;
                });
        CrashPoint.COLD_SWAP_COMMITTED.pass();
        return swapped;
    }

    private static void copyChanged(Handle handle, LocalDate day) {
        dropChanged(handle, day);
        handle.createUpdate(
                        """
                        INSERT INTO %1$s (%3$s)
                        SELECT %3$s
                          FROM %2$s
                         WHERE (environment_id, id) IN (SELECT environment_id, id FROM cold_change WHERE day = :day)
                        """
                                .formatted(replacement(day), partition(day), ALL))
                .bind("day", day)
                .execute();
        forgetChanges(handle, day);
    }

    private static void forgetChanges(Handle handle, LocalDate day) {
        handle.createUpdate("DELETE FROM cold_change WHERE day = :day").bind("day", day).execute();
    }

    private static void settle(Handle handle, Rewriting rewriting) {
        if (rewriting.way() == Way.MOVE) {
            handle.createUpdate(
                            """
                            UPDATE cold_partition
                               SET moved_before = move_before, rewriting = NULL, move_before = NULL, source_file = NULL,
                                   place = NULL
                             WHERE day = :day
                            """)
                    .bind("day", rewriting.day())
                    .execute();
            SegmentStore.become(handle, rewriting.day(), "written", "live");
        } else {
            forget(handle, rewriting.day());
            SegmentStore.become(handle, rewriting.day(), "live", "going");
        }
    }

    private static void forget(Handle handle, LocalDate day) {
        handle.createUpdate("DELETE FROM cold_partition WHERE day = :day")
                .bind("day", day)
                .execute();
    }

    /** Takes back what was done of a rewriting: the old partition stays, if it is still there. */
    void abandon(LocalDate day) {
        jdbi.useTransaction(handle -> {
            waitNotLong(handle);
            handle.execute("DROP TABLE IF EXISTS " + replacement(day));
            if (exists(handle, day)) {
                handle.execute("DROP TRIGGER IF EXISTS cold_change ON " + partition(day));
            }
            forgetChanges(handle, day);
            SegmentStore.become(handle, day, "written", "going");
            handle.createUpdate(
                            """
                            UPDATE cold_partition
                               SET rewriting = NULL, move_before = NULL, source_file = NULL, place = NULL
                             WHERE day = :day
                            """)
                    .bind("day", day)
                    .execute();
            handle.createUpdate(
                            "DELETE FROM cold_partition WHERE day = :day AND moved_before IS NULL")
                    .bind("day", day)
                    .execute();
        });
    }

    private static boolean exists(Handle handle, LocalDate day) {
        return handle.createQuery("SELECT to_regclass(:table) IS NOT NULL")
                .bind("table", partition(day))
                .mapTo(Boolean.class)
                .one();
    }

    /** Forgets partitions whose day is over and that were dropped. */
    void forgetOver(LocalDate today) {
        List<LocalDate> over =
                jdbi.withHandle(handle ->
                        handle
                                .createQuery(
                                        """
                                        SELECT day
                                          FROM (SELECT day FROM cold_partition UNION SELECT day FROM cold_segment) AS known
                                         WHERE day < :today
                                        """)
                                .bind("today", today)
                                .mapTo(LocalDate.class)
                                .list()
                                .stream()
                                .filter(day -> !exists(handle, day))
                                .toList());
        for (LocalDate day : over) {
            abandon(day);
            jdbi.useTransaction(handle -> {
                forget(handle, day);
                SegmentStore.become(handle, day, "live", "going");
            });
        }
    }

    private static void waitNotLong(Handle handle) {
        IdleTransaction.limit(handle);
        handle.execute("SET LOCAL lock_timeout = " + LONGEST_WAIT.toMillis());
    }
}
