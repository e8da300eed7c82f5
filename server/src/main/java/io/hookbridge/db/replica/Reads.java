package io.hookbridge.db.replica;

import io.hookbridge.db.Database;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.sql.DataSource;

/**
 * Where what only looks reads from: the replica while it keeps up, the primary otherwise. Safe for
 * use by many threads.
 */
public final class Reads {

    private static final Logger log = LoggerFactory.getLogger(Reads.class);

    /** Bound while the work of this thread is to read from the replica. */
    private static final ScopedValue<Reading> READING = ScopedValue.newInstance();

    private final @Nullable Replica replica;
    private final Jdbi jdbi;
    private final @Nullable Jdbi ofReplica;
    private final Counter fromReplica;
    private final Counter fromPrimary;
    private final Counter failed;

    private Reads(
            @Nullable Replica replica, Jdbi jdbi, @Nullable Jdbi ofReplica, MeterRegistry meters) {
        this.replica = replica;
        this.jdbi = jdbi;
        this.ofReplica = ofReplica;
        fromReplica = counter("replica", meters);
        fromPrimary = counter("primary", meters);
        failed = counter("primary_after_failure", meters);
    }

    /** Where there is no replica. */
    public static Reads ofPrimary(Jdbi primary) {
        return new Reads(null, primary, null, new SimpleMeterRegistry());
    }

    /** Where there is one; which of both is read, is decided each time. */
    public static Reads of(Database primary, Replica replica, MeterRegistry meters) {
        DataSource standby = replica.connections();
        return new Reads(
                replica,
                Database.withArguments(
                        Jdbi.create(new Either(primary.readingConnections(), standby))),
                Database.withArguments(Jdbi.create(standby)),
                meters);
    }

    private static Counter counter(String source, MeterRegistry meters) {
        return Counter.builder("hookbridge.reads")
                .tag("source", source)
                .description("Answers of what only looks, by where it was read")
                .register(meters);
    }

    /**
     * What was read.
     *
     * @param asOf from the replica, with everything that was committed before this moment; empty if
     *     it is from the primary
     */
    public record Read<T>(T value, Optional<Instant> asOf) {}

    /** Whether the work has asked the replica for anything. */
    private static final class Reading {
        private boolean used;
    }

    /** The primary, which hears of every connection that is closed, knows its own. */
    private record Either(ConnectionFactory primary, DataSource standby)
            implements ConnectionFactory {

        @Override
        public Connection openConnection() throws SQLException {
            if (!READING.isBound()) {
                return primary.openConnection();
            }
            READING.get().used = true;
            return standby.getConnection();
        }

        @Override
        public void closeConnection(Connection connection) throws SQLException {
            primary.closeConnection(connection);
        }
    }

    /** Reads from the replica within {@link #read}, and from the primary at any other time. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /** Whether a replica was named at all. */
    public boolean hasReplica() {
        return replica != null;
    }

    /**
     * Does {@code work} with what {@link #jdbi} reads from the replica, if that keeps up; once
     * more, from the primary, if that fails.
     *
     * @param work changes nothing that must not be changed twice
     */
    public <T> Read<T> read(Supplier<T> work) {
        if (replica == null) {
            return primary(work);
        }
        int losses = replica.losses();
        Optional<Instant> asOf = replica.asOf();
        if (asOf.isEmpty()) {
            return primary(work);
        }
        Reading reading = new Reading();
        try {
            T value = ScopedValue.where(READING, reading).call(work::get);
            if (reading.used && replica.losses() != losses) {
                failed.increment();
                return new Read<>(work.get(), Optional.empty());
            }
            (reading.used ? fromReplica : fromPrimary).increment();
            return new Read<>(value, reading.used ? asOf : Optional.empty());
        } catch (RuntimeException failure) {
            if (!reading.used || !isOfDatabase(failure)) {
                throw failure;
            }
            told(failure);
            return new Read<>(work.get(), Optional.empty());
        }
    }

    private <T> Read<T> primary(Supplier<T> work) {
        T value = work.get();
        fromPrimary.increment();
        return new Read<>(value, Optional.empty());
    }

    /**
     * What {@code work} reads from the replica; empty if that has not come as far as {@code since},
     * or fails.
     *
     * @param since by the clock of the primary
     */
    public <T> Optional<T> since(Instant since, Function<Jdbi, T> work) {
        Jdbi standby = ofReplica;
        if (standby == null || replica == null) {
            return Optional.empty();
        }
        int losses = replica.losses();
        if (replica.asOf().filter(asOf -> !asOf.isBefore(since)).isEmpty()) {
            return Optional.empty();
        }
        try {
            T value = work.apply(standby);
            if (replica.losses() != losses) {
                failed.increment();
                return Optional.empty();
            }
            fromReplica.increment();
            return Optional.of(value);
        } catch (RuntimeException failure) {
            if (!isOfDatabase(failure)) {
                throw failure;
            }
            told(failure);
            return Optional.empty();
        }
    }

    private void told(RuntimeException failure) {
        failed.increment();
        // Who looks at it tells the operator once why, if it goes on.
        log.debug("a read of the replica failed and is made on the primary", failure);
    }

    /**
     * A replica also ends statements that stand in the way of what it replays, and may be a moment
     * behind a migration: whatever a statement fails with, the primary has the last word.
     */
    private static boolean isOfDatabase(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return true;
            }
        }
        return false;
    }
}
