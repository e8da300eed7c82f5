package io.hookbridge.db.replica;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import io.hookbridge.base.DatabaseTrouble;
import io.hookbridge.base.Ticker;
import io.hookbridge.db.Database;
import io.hookbridge.db.DatabaseAddress;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

/**
 * The replica of a server: connections to it, and how it stands.
 *
 * <p>A look asks the primary for its clock and for the end of its write-ahead log, and then the
 * replica how far it has replayed. What the primary had said when it was no further than the
 * replica is now, tells up to which moment all is there. So a replica that has replayed everything
 * is current also while nothing is written, and one that is cut off is not, whatever it believes;
 * and no special right is needed.
 */
public final class Replica implements AutoCloseable {

    /** How often {@link #look} should run. */
    public static final Duration EVERY = Duration.ofMillis(250);

    /**
     * How much older than the greatest lag what is read may be, because looks are made now and then
     * and wait two seconds each for the primary and the replica.
     */
    public static final Duration SLACK = EVERY.plusSeconds(5);

    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(2);

    /** How long a statement may take before the primary is asked instead. */
    private static final String ANSWERS_WITHIN_SECONDS = "10";

    /** How long {@link #examine} waits for what was just written. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration POLL = Duration.ofMillis(50);

    private final DatabaseAddress address;
    private final Duration mostLag;
    private final @Nullable UUID server;
    private final PrimaryStore primary;
    private final ReplicaSession session;
    private final Progress progress;
    private final HikariDataSource pool;
    private final Ticker ticker;
    private volatile Standing standing = new Standing.Unknown();

    private volatile Marked marked;

    /** What the primary answered last. Of whoever looks. */
    private @Nullable Mark lastMark;

    /** How often it was current and then was not. */
    private final AtomicInteger losses = new AtomicInteger();

    private volatile double lagSeconds = Double.NaN;

    /**
     * When the primary was asked the last time that it answered.
     *
     * @param nanos by the ticker
     * @param at by the clock of the primary
     */
    private record Marked(long nanos, Instant at) {}

    /**
     * Connects to nothing yet.
     *
     * @param connections the most at once to read with
     * @param mostLag what it may lag behind
     * @param server this running server; null for none, so that a copy of this database that went
     *     its own way is told by the rows of another server only, if one runs
     * @param primary answers short statements at once
     */
    public Replica(
            DatabaseAddress address,
            int connections,
            Duration mostLag,
            @Nullable UUID server,
            Jdbi primary,
            Ticker ticker) {
        this.address = address;
        this.mostLag = mostLag;
        this.server = server;
        this.primary = new PrimaryStore(primary);
        this.ticker = ticker;
        session = new ReplicaSession(address);
        progress = new Progress(mostLag, server != null);
        pool = new HikariDataSource(config(address, connections));
        marked = new Marked(ticker.nanos(), Instant.EPOCH);
    }

    private static HikariConfig config(DatabaseAddress address, int connections) {
        var properties = Database.properties(address);
        properties.setProperty("socketTimeout", ANSWERS_WITHIN_SECONDS);
        HikariConfig config = new HikariConfig();
        config.setPoolName("postgresql-read");
        config.setJdbcUrl(address.jdbcUrl());
        config.setDataSourceProperties(properties);
        config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setMaximumPoolSize(connections);
        // None while nobody reads, so that nothing is tried again and again while it is away.
        config.setMinimumIdle(0);
        config.setConnectionInitSql(Database.SESSION_SETTINGS);
        return config;
    }

    /** Adds what tells of it. */
    public void bindTo(MeterRegistry meters) {
        Gauge.builder(
                        "hookbridge.replica.current",
                        () -> standing instanceof Standing.Current ? 1 : 0)
                .description("1 while the read replica is read, 0 while the primary is instead")
                .register(meters);
        Gauge.builder("hookbridge.replica.lag", () -> lagSeconds)
                .baseUnit("seconds")
                .description("How much older what the read replica shows may be than the primary")
                .register(meters);
    }

    /** Finds out how it stands; to be called by one thread. Returns within some seconds. */
    public void look() {
        try {
            become(lookNow());
        } catch (RuntimeException failure) {
            become(withoutPrimary());
            if (DatabaseTrouble.of(failure).isEmpty()) {
                throw failure;
            }
        }
        Duration lag = progress.lag();
        lagSeconds = lag == null ? Double.NaN : lag.toMillis() / 1000.0;
    }

    private void become(Standing next) {
        Standing before = standing;
        standing = next;
        if (before instanceof Standing.Current && !(next instanceof Standing.Current)) {
            losses.incrementAndGet();
            // They may lead to a server that is another by the time it is back.
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    private Standing lookNow() {
        long asked = ticker.nanos();
        Mark mark = primary.mark(server);
        marked = new Marked(asked, mark.at());
        lastMark = mark;
        progress.add(mark);
        try {
            return progress.after(session.ask(mark));
        } catch (SQLException failure) {
            return away(failure);
        }
    }

    private Standing.Away away(SQLException failure) {
        progress.lost();
        return new Standing.Away(Database.refusal(address, failure));
    }

    /**
     * Nobody can tell how late it is but by the time since the primary answered last. One that was
     * started again meanwhile is not as far yet as it was: then its connection is gone.
     */
    private Standing withoutPrimary() {
        Mark last = lastMark;
        if (!(standing instanceof Standing.Current(Instant asOf)) || last == null) {
            return standing;
        }
        if (age(asOf).compareTo(mostLag) > 0) {
            progress.lost();
            return new Standing.Behind(mostLag);
        }
        try {
            var _ = session.ask(last);
            return standing;
        } catch (SQLException failure) {
            return away(failure);
        }
    }

    /** How it stood at the last look. */
    public Standing standing() {
        return standing;
    }

    /** Up to which moment everything is there, if it is to be read from. */
    Optional<Instant> asOf() {
        // A look may be waiting for the primary.
        return standing instanceof Standing.Current(Instant asOf)
                        && age(asOf).compareTo(mostLag.plus(SLACK)) <= 0
                ? Optional.of(asOf)
                : Optional.empty();
    }

    /** How long ago a moment of the primary's clock was. */
    private Duration age(Instant moment) {
        Marked last = marked;
        return Duration.between(moment, last.at()).plusNanos(ticker.nanos() - last.nanos());
    }

    /**
     * Grows whenever it is current no more. What was read while it grew may have been read from a
     * server that has started meanwhile, and is not yet as far as it was.
     */
    int losses() {
        return losses.get();
    }

    /** What somebody should see to; empty if all is well. */
    public List<String> warnings() {
        return switch (standing) {
            case Standing.Current _, Standing.Unknown _ -> List.of();
            case Standing.Behind _, Standing.Away _, Standing.Unfit _ ->
                    List.of(standing.sentence());
        };
    }

    DataSource connections() {
        return pool;
    }

    /**
     * Looks at a replica once, from outside of a server, and waits two seconds for what the primary
     * has just written.
     */
    public static Standing examine(
            DatabaseAddress address, Duration mostLag, Jdbi primary, Ticker ticker) {
        try (Replica replica = new Replica(address, 1, mostLag, null, primary, ticker)) {
            long deadline = ticker.nanos() + PATIENCE.toNanos();
            replica.look();
            while (replica.standing() instanceof Standing.Behind && ticker.nanos() < deadline) {
                Thread.sleep(POLL);
                replica.look();
            }
            return replica.standing();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Standing.Unknown();
        }
    }

    @Override
    public void close() {
        session.close();
        pool.close();
    }
}
