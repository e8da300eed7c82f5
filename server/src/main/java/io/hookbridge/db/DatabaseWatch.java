package io.hookbridge.db;

import com.zaxxer.hikari.SQLExceptionOverride;

import io.hookbridge.base.DatabaseTrouble;
import io.hookbridge.base.Ticker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import javax.sql.DataSource;

/**
 * Knows whether PostgreSQL works, and tells the operator in words when that changes.
 *
 * <p>It hears of every failure of a connection or statement of the pool. Such a failure is a reason
 * to look closely, and the look decides: a connection must be had, and after a failure that speaks
 * of more than the connection a megabyte must be written and committed, too.
 */
final class DatabaseWatch implements SQLExceptionOverride {

    private static final Logger log = LoggerFactory.getLogger(DatabaseWatch.class);

    /**
     * A trouble is told once until PostgreSQL works again, and once in this time, however often it
     * comes and goes.
     */
    private static final Duration TELL_EVERY = Duration.ofMinutes(1);

    private static final int ANSWERS_WITHIN_SECONDS = 2;
    private static final int WRITES_WITHIN_SECONDS = 5;

    private final Ticker ticker;
    private final ReentrantLock looking = new ReentrantLock();
    private final Map<DatabaseTrouble, Long> toldAt = new EnumMap<>(DatabaseTrouble.class);
    private volatile Optional<DatabaseTrouble> trouble = Optional.empty();
    private volatile boolean doubtsWrites;

    /** What a statement lost its connection with since the last look. */
    private volatile @Nullable SQLException lost;

    private @Nullable Long toldLostAt;

    /** Of the first line that the operator got and that no all-clear has followed yet. */
    private volatile @Nullable Long alarmedAt;

    DatabaseWatch(Ticker ticker) {
        this.ticker = ticker;
    }

    void bindTo(MeterRegistry meters) {
        Gauge.builder("hookbridge.database.working", () -> trouble.isEmpty() ? 1 : 0)
                .description("1 while PostgreSQL does what it is asked, 0 while it does not")
                .register(meters);
    }

    Optional<DatabaseTrouble> trouble() {
        return trouble;
    }

    /** Called by the pool for whatever a statement failed with. */
    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        if (Database.isElsewhere(failure)) {
            // The connection is well: only a server behind the one that it leads to is not.
            return Override.DO_NOT_EVICT;
        }
        failed(failure);
        // Elsewhere there may be a server that takes writes by now, under the same name.
        return DatabaseTrouble.of(failure).filter(DatabaseTrouble.READ_ONLY::equals).isPresent()
                ? Override.MUST_EVICT
                : Override.CONTINUE_EVICT;
    }

    /** Hears of a failure. One lost connection says nothing yet, the next look does. */
    void failed(SQLException failure) {
        switch (DatabaseTrouble.of(failure).orElse(null)) {
            case null -> {}
            case UNREACHABLE -> lost = failure;
            case DatabaseTrouble found -> {
                doubtsWrites = true;
                tell(found, failure);
            }
        }
    }

    /**
     * Looks whether the database works. While somebody else is looking, this returns at once: what
     * was found last stands for some seconds.
     */
    void look(DataSource pool) {
        if (!looking.tryLock()) {
            return;
        }
        try {
            lookNow(pool);
        } finally {
            looking.unlock();
        }
    }

    private void lookNow(DataSource pool) {
        try (Connection connection = pool.getConnection()) {
            if (!connection.isValid(ANSWERS_WITHIN_SECONDS)) {
                amiss(DatabaseTrouble.UNREACHABLE, null);
                return;
            }
            if (doubtsWrites || trouble.isPresent()) {
                doubtsWrites = false;
                write(connection);
            }
            works();
        } catch (SQLException failure) {
            amiss(DatabaseTrouble.of(failure).orElse(DatabaseTrouble.UNREACHABLE), failure);
        }
    }

    /** Needs new room on the disk, as whatever is accepted does. */
    private static void write(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(WRITES_WITHIN_SECONDS);
            statement.execute("SELECT probe_write()");
        }
    }

    private void amiss(DatabaseTrouble found, @Nullable SQLException failure) {
        trouble = Optional.of(found);
        lost = null;
        tell(found, failure);
    }

    private void works() {
        if (trouble.isEmpty()) {
            tellLost();
        }
        lost = null;
        trouble = Optional.empty();
        Long since = alarmedAt;
        if (since != null && !doubtsWrites) {
            alarmedAt = null;
            log.info(
                    "PostgreSQL works again after {} ms",
                    Duration.ofNanos(ticker.nanos() - since).toMillis());
        }
    }

    /** A statement that takes too long loses its connection every time, and nobody else tells. */
    private void tellLost() {
        SQLException one = lost;
        long now = ticker.nanos();
        if (one != null && (toldLostAt == null || now - toldLostAt >= TELL_EVERY.toNanos())) {
            toldLostAt = now;
            log.warn("a statement lost its connection, though PostgreSQL answers", one);
        }
    }

    private synchronized void tell(DatabaseTrouble found, @Nullable SQLException failure) {
        Long before = toldAt.get(found);
        Long alarmed = alarmedAt;
        long now = ticker.nanos();
        boolean isKnown = before != null && alarmed != null && before - alarmed >= 0;
        if (isKnown || (before != null && now - before < TELL_EVERY.toNanos())) {
            return;
        }
        toldAt.put(found, now);
        if (alarmedAt == null) {
            alarmedAt = now;
        }
        log.error(
                "{}; requests that need it are answered with 503 until it works again ({})",
                found.sentence(),
                failure == null ? "no answer" : words(failure));
    }

    /** What PostgreSQL or the driver said first, in one line. */
    private static String words(SQLException failure) {
        Throwable root = failure;
        while (root.getCause() instanceof SQLException deeper) {
            root = deeper;
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("").strip();
    }
}
