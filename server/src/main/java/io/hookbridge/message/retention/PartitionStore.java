package io.hookbridge.message.retention;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.IdleTransaction;
import io.hookbridge.db.LongStatement;
import io.hookbridge.db.PlanEachTime;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The partitions of the tables that grow with traffic; each is named for its first day (UTC). */
final class PartitionStore {

    private static final Logger log = LoggerFactory.getLogger(PartitionStore.class);

    /** How long a lock is waited for, and so the longest that a delivery waits behind it. */
    static final Duration LONGEST_WAIT = Duration.ofMillis(200);

    /** A partition of a table that is spread is many tables, on several servers. */
    private static final Duration LONGEST_CHANGE = Duration.ofMinutes(5);

    /** How far ahead of today there are weeks. */
    private static final int WEEKS_AHEAD = 2;

    private static final Pattern NAME = Pattern.compile("(.+)_(\\d{8})");

    private final Jdbi jdbi;

    PartitionStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The tables that are partitioned by time. */
    enum Table {
        MESSAGE("message", 1),
        RESPONSE_BODY("response_body", 1),
        MESSAGE_SEARCH("message_search", 1),
        OUTCOME("outcome", 7),
        ATTEMPT("attempt", 7),
        PULL_EVENT("pull_event", 7);

        private final String sqlName;
        private final int days;

        Table(String sqlName, int days) {
            this.sqlName = sqlName;
            this.days = days;
        }

        /** Where rows lie that fit no other partition. */
        String defaultPartition() {
            return sqlName + "_default";
        }

        private String partition(LocalDate first) {
            return sqlName + "_" + first.format(DateTimeFormatter.BASIC_ISO_DATE);
        }
    }

    /** The first days of the partitions of {@code table}, the oldest first. */
    Set<LocalDate> of(Table table) {
        List<String> names =
                jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT c.relname
                                          FROM pg_inherits i
                                          JOIN pg_class c ON c.oid = i.inhrelid
                                         WHERE i.inhparent = CAST(:table AS regclass)
                                        """)
                                .bind("table", table.sqlName)
                                .mapTo(String.class)
                                .list());
        Set<LocalDate> days = new TreeSet<>();
        for (String name : names) {
            Matcher dated = NAME.matcher(name);
            if (dated.matches()) {
                days.add(LocalDate.parse(dated.group(2), DateTimeFormatter.BASIC_ISO_DATE));
            }
        }
        return days;
    }

    /** Whether a row of any of the tables lies in its default partition. */
    boolean isDefaultInUse() {
        return jdbi.withHandle(handle ->
                Stream.of(Table.values())
                        .anyMatch(table ->
                                handle.createQuery(
                                                "SELECT EXISTS (SELECT 1 FROM %s)"
                                                        .formatted(table.defaultPartition()))
                                        .mapTo(Boolean.class)
                                        .one()));
    }

    /** The days up to {@code until} whose partitions are to be made, one call of make each. */
    List<LocalDate> missing(LocalDate today, LocalDate until) {
        Set<LocalDate> made = of(Table.MESSAGE);
        List<LocalDate> missing =
                today.datesUntil(until.plusDays(1)).filter(day -> !made.contains(day)).toList();
        return missing.isEmpty() && weekIsMissing(today) ? List.of(today) : missing;
    }

    private boolean weekIsMissing(LocalDate today) {
        LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        for (int ahead = 0; ahead <= WEEKS_AHEAD; ahead++) {
            LocalDate week = monday.plusWeeks(ahead);
            if (Stream.of(Table.OUTCOME, Table.ATTEMPT, Table.PULL_EVENT)
                    .anyMatch(table -> !of(table).contains(week))) {
                return true;
            }
        }
        return false;
    }

    /** Makes what is missing up to {@code until}. */
    void make(LocalDate today, LocalDate until) {
        withoutWaiting("SELECT make_partitions('%s', '%s')".formatted(today, until));
    }

    /** Makes the partitions that are missing of what is found by its payload until {@code last}. */
    void makeForSearch(LocalDate today, LocalDate last) {
        Set<LocalDate> made = of(Table.MESSAGE_SEARCH);
        if (!today.datesUntil(last.plusDays(1)).allMatch(made::contains)) {
            withoutWaiting("SELECT make_search_partitions('%s', '%s')".formatted(today, last));
        }
    }

    /** The first days of the partitions that end on {@code day} or before. */
    List<LocalDate> over(Table table, LocalDate day) {
        return of(table).stream()
                .filter(first -> !first.plusDays(table.days).isAfter(day))
                .toList();
    }

    void drop(Table table, LocalDate first) {
        withoutWaiting("DROP TABLE " + table.partition(first));
        log.info("dropped {}", table.partition(first));
    }

    /**
     * Drops the messages whose payloads expired on {@code day}, unless one of them came in
     * meanwhile and is in the hands of a node, which happens where clocks differ.
     */
    void dropMessages(LocalDate day) {
        String partition = Table.MESSAGE.partition(day);
        jdbi.useTransaction(handle -> {
            waitNotLong(handle);
            // In the order in which everybody locks them.
            handle.execute("LOCK TABLE ONLY message, " + partition + " IN ACCESS EXCLUSIVE MODE");
            if (isUnderWay(handle, partition)) {
                log.info("{} is left to the next step: a message in it is under way", partition);
            } else {
                CrashPoint.DROP_LOCKED.pass();
                handle.execute("DROP TABLE " + partition);
                CrashPoint.DROP_DONE.pass();
                log.info("dropped {}", partition);
            }
        });
        CrashPoint.DROP_COMMITTED.pass();
    }

    private static boolean isUnderWay(Handle handle, String partition) {
        return handle.createQuery(
                        """
                        SELECT EXISTS (
                            SELECT 1 FROM %s m
                             WHERE m.id >= :watermark::uuid
                               AND m.direction <> 'pull'
                               AND NOT EXISTS (SELECT FROM outcome o
                                                WHERE o.environment_id = m.environment_id AND o.id = m.id))
                        """
                                .formatted(partition))
                .bind("watermark", lowestWatermark(handle))
                .addCustomizer(new PlanEachTime())
                .mapTo(Boolean.class)
                .one();
    }

    /** Not above any message that is under way; null if none is. */
    static @Nullable UUID lowestWatermark(Handle handle) {
        return handle.createQuery("SELECT lowest_watermark()")
                .mapTo(UUID.class)
                .findOne()
                .orElse(null);
    }

    /**
     * The first day of which an outcome may still be needed: a take-over holds a message of its
     * node for unfinished that has none. Empty if no node is known.
     */
    Optional<LocalDate> firstUnsettledDay() {
        return jdbi.withHandle(handle -> Optional.ofNullable(lowestWatermark(handle)))
                .map(Uuid7::madeAt)
                .map(time -> LocalDate.ofInstant(time, ZoneOffset.UTC));
    }

    private void withoutWaiting(String statement) {
        jdbi.useTransaction(handle -> {
            waitNotLong(handle);
            var _ = LongStatement.run(handle, LONGEST_CHANGE, () -> handle.execute(statement));
        });
    }

    private static void waitNotLong(Handle handle) {
        IdleTransaction.limit(handle);
        handle.execute("SET LOCAL lock_timeout = " + LONGEST_WAIT.toMillis());
    }
}
