package io.hookbridge.message.retention;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.db.Database;
import io.hookbridge.db.Lease;
import io.hookbridge.message.retention.PartitionStore.Table;

import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.function.Consumer;

/** Makes room ahead and takes away what was kept long enough; one node does it at a time. */
public final class Retention {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    /** Above the longest time for which a payload may be kept. */
    private static final int DAYS_AHEAD = 2;

    /**
     * The window of a day is made of minutes, that of 30 days of hours, and that of 90 days of
     * days; with a reserve, and days for as long a time before.
     */
    private static final Duration MINUTES_KEPT = Duration.ofHours(50);

    private static final Duration HOURS_KEPT = Duration.ofDays(32);

    private static final Duration DAYS_KEPT = Duration.ofDays(182);

    /** Long enough to find out why a source fell silent. */
    private static final Duration REJECTIONS_KEPT = Duration.ofDays(30);

    /** PostgreSQL's "lock not available", and "duplicate table": another node was quicker. */
    private static final Set<String> BUSY = Set.of("55P03", "42P07");

    private final PartitionStore partitions;
    private final GiveUpMessages messages;
    private final OldRowStore rows;
    private final Lease lease;
    private final InstantSource clock;
    private final int payloadDays;
    private final int historyDays;
    private final int searchDays;

    /**
     * @param clock the one of the database: what is over for one server must be so for all
     * @param payloadDays the longest that a plan keeps payloads
     * @param historyDays how long messages are kept after their creation, payloads apart; what is
     *     less than {@code payloadDays} counts as that
     * @param searchDays how long they are found by their payloads; 0 if they are not
     */
    public Retention(
            Jdbi jdbi,
            Lease lease,
            InstantSource clock,
            int payloadDays,
            int historyDays,
            int searchDays) {
        this.partitions = new PartitionStore(jdbi);
        this.messages = new GiveUpMessages(jdbi);
        this.rows = new OldRowStore(jdbi);
        this.lease = lease;
        this.clock = clock;
        this.payloadDays = payloadDays;
        this.historyDays = Math.max(payloadDays, historyDays);
        this.searchDays = searchDays;
    }

    /**
     * Makes the partitions of the coming days, before messages are accepted: a row that lies in the
     * default partition stands in the way of the one it belongs to.
     */
    public void prepare() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate until = today.plusDays(payloadDays + DAYS_AHEAD);
        if (!partitions.missing(today, until).isEmpty()) {
            part("making partitions", () -> partitions.make(today, until));
        }
        makeSearchPartitions(today);
    }

    private void makeSearchPartitions(LocalDate today) {
        if (searchDays > 0) {
            part(
                    "making partitions",
                    () -> partitions.makeForSearch(today, today.plusDays(searchDays + DAYS_AHEAD)));
        }
    }

    /** Does what is due. What fails or finds a table busy is left to the next step. */
    public void step() {
        if (!lease.hold()) {
            return;
        }
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        makePartitions(today);
        makeSearchPartitions(today);
        part("giving up messages without payload", () -> expireMessages(now));
        part("dropping payloads", () -> dropPayloads(today));
        part("dropping the history", () -> dropHistory(today));
        delete(OldRowStore.Kind.IDEMPOTENCY_KEY, now);
        delete(OldRowStore.Kind.SAME_BYTES, now);
        delete(OldRowStore.Kind.MADE_FROM, now.minus(Duration.ofDays(historyDays)));
        delete(OldRowStore.Kind.COUNT_BY_MINUTE, now.minus(MINUTES_KEPT));
        delete(OldRowStore.Kind.COUNT_BY_HOUR, now.minus(HOURS_KEPT));
        delete(OldRowStore.Kind.COUNT_BY_DAY, now.minus(DAYS_KEPT));
        delete(OldRowStore.Kind.INBOUND_REJECTION, now.minus(REJECTIONS_KEPT));
    }

    private void makePartitions(LocalDate today) {
        for (LocalDate day : partitions.missing(today, today.plusDays(payloadDays + DAYS_AHEAD))) {
            if (!lease.hold() || !part("making partitions", () -> partitions.make(today, day))) {
                return;
            }
        }
    }

    private void expireMessages(Instant now) {
        for (GiveUpMessages.Batch batch : messages.expired(now)) {
            if (lease.hold()) {
                messages.giveUp(batch, now);
            }
        }
    }

    /**
     * With what was answered to them; up to today, or to the day of a payload that a message may
     * still need that is queued or under way.
     */
    private void dropPayloads(LocalDate today) {
        LocalDate limit = messages.earliestNeeded(today).orElse(today);
        CrashPoint.DROP_JUDGED.pass();
        Instant start = limit.atStartOfDay(ZoneOffset.UTC).toInstant();
        drop(Table.MESSAGE, limit, partitions::dropMessages);
        delete(OldRowStore.Kind.MESSAGE, start);
        drop(Table.RESPONSE_BODY, limit);
        delete(OldRowStore.Kind.RESPONSE_BODY, start);
        drop(Table.MESSAGE_SEARCH, today);
        delete(OldRowStore.Kind.MESSAGE_SEARCH, today.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /**
     * Up to the history's length, or to the day from which on a node that is gone may have held
     * messages: until it is taken over, only their outcomes tell which of them are finished.
     */
    private void dropHistory(LocalDate today) {
        LocalDate history = today.minusDays(historyDays);
        LocalDate limit =
                partitions
                        .firstUnsettledDay()
                        .filter(unsettled -> unsettled.isBefore(history))
                        .orElse(history);
        drop(Table.OUTCOME, limit);
        drop(Table.ATTEMPT, limit);
        drop(Table.PULL_EVENT, limit);
        Instant start = limit.atStartOfDay(ZoneOffset.UTC).toInstant();
        delete(OldRowStore.Kind.OUTCOME, start);
        delete(OldRowStore.Kind.ATTEMPT, start);
        delete(OldRowStore.Kind.PULL_EVENT, start);
    }

    private void drop(Table table, LocalDate limit) {
        drop(table, limit, first -> partitions.drop(table, first));
    }

    private void drop(Table table, LocalDate limit, Consumer<LocalDate> drop) {
        for (LocalDate first : partitions.over(table, limit)) {
            if (!lease.hold() || !part("dropping partitions", () -> drop.accept(first))) {
                return;
            }
        }
    }

    private void delete(OldRowStore.Kind kind, Instant limit) {
        part(
                "deleting old rows",
                () -> {
                    while (lease.hold() && rows.delete(kind, limit) >= kind.batch()) {
                        // There may be more.
                    }
                });
    }

    /**
     * One failure must not keep the rest waiting.
     *
     * @return false if the table was busy: whoever tried the next partition at once would make
     *     deliveries wait again
     */
    private static boolean part(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            if (Database.isOutage(failure)) {
                throw failure;
            }
            if (isBusy(failure)) {
                log.info("{} is left to the next step: the table is busy", what);
                return false;
            }
            log.warn("{} failed", what, failure);
        }
        return true;
    }

    private static boolean isBusy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && BUSY.contains(String.valueOf(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }
}
