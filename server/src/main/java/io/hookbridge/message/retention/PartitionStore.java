package io.hookbridge.message.retention;

import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The partitions of the tables that grow with traffic; each is named for its first day (UTC). */
final class PartitionStore {

    private static final Logger log = LoggerFactory.getLogger(PartitionStore.class);

    /** How long a lock is waited for, and so the longest that a delivery waits behind it. */
    static final Duration LONGEST_WAIT = Duration.ofMillis(200);

    /** How far ahead of today there are weeks. */
    private static final int WEEKS_AHEAD = 2;

    private static final Pattern NAME = Pattern.compile("(.+)_(\\d{8})");

    private final Jdbi jdbi;

    PartitionStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The tables that are partitioned by time. */
    enum Table {
        PAYLOAD("payload", 1),
        RESPONSE_BODY("response_body", 1),
        FINISHED_MESSAGE("finished_message", 7),
        ATTEMPT("attempt", 7);

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

    /** The days up to {@code until} whose partitions are to be made, one call of make each. */
    List<LocalDate> missing(LocalDate today, LocalDate until) {
        Set<LocalDate> payloads = of(Table.PAYLOAD);
        List<LocalDate> missing =
                today.datesUntil(until.plusDays(1)).filter(day -> !payloads.contains(day)).toList();
        return missing.isEmpty() && weekIsMissing(today) ? List.of(today) : missing;
    }

    private boolean weekIsMissing(LocalDate today) {
        LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        for (int ahead = 0; ahead <= WEEKS_AHEAD; ahead++) {
            LocalDate week = monday.plusWeeks(ahead);
            if (!of(Table.FINISHED_MESSAGE).contains(week) || !of(Table.ATTEMPT).contains(week)) {
                return true;
            }
        }
        return false;
    }

    /** Makes what is missing up to {@code until}. */
    void make(LocalDate today, LocalDate until) {
        withoutWaiting("SELECT make_partitions('%s', '%s')".formatted(today, until));
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

    private void withoutWaiting(String statement) {
        jdbi.useTransaction(handle -> {
            handle.execute("SET LOCAL lock_timeout = " + LONGEST_WAIT.toMillis());
            handle.execute(statement);
        });
    }
}
