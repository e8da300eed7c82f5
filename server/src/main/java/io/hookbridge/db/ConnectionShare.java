package io.hookbridge.db;

import io.hookbridge.base.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * So many connections of a pool and no more at once: however slow the statements are that run on
 * them, the rest is left to others.
 */
final class ConnectionShare implements ConnectionFactory {

    private static final Logger log = LoggerFactory.getLogger(ConnectionShare.class);

    /** How long a thread waits for its turn before it is refused. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration TELL_EVERY = Duration.ofMinutes(1);

    private final String name;
    private final ConnectionFactory pool;
    private final @Nullable ConnectionShare within;
    private final Ticker ticker;
    private final Semaphore free;
    private final int most;
    private final Counter timeouts;

    private @Nullable Long toldAt;

    /** Those that this share has given, of all that it may be asked to close. */
    private final Set<Connection> given = ConcurrentHashMap.newKeySet();

    /**
     * @param name for operators
     * @param within the larger share that this one is a part of; null if it is one of the pool
     */
    ConnectionShare(
            String name,
            ConnectionFactory pool,
            @Nullable ConnectionShare within,
            int most,
            Ticker ticker,
            MeterRegistry meters) {
        this.name = name;
        this.pool = pool;
        this.within = within;
        this.ticker = ticker;
        this.most = most;
        // In the order in which they came, so that nobody is refused whom others overtook.
        this.free = new Semaphore(most, true);
        Gauge.builder("hookbridge.database.share.pending", free, Semaphore::getQueueLength)
                .tag("share", name)
                .description(
                        "Threads that wait until their share of the connections has a free one")
                .register(meters);
        timeouts =
                Counter.builder("hookbridge.database.share.timeout")
                        .tag("share", name)
                        .description("Threads that waited for two seconds in all and got none")
                        .register(meters);
    }

    /**
     * @throws SQLTransientConnectionException if none became free in time, as of the pool itself
     */
    @Override
    public Connection openConnection() throws SQLException {
        takeTurn(ticker.nanos() + PATIENCE.toNanos());
        try {
            Connection connection = pool.openConnection();
            given.add(connection);
            return connection;
        } catch (SQLException | RuntimeException | Error failure) {
            giveTurn();
            throw failure;
        }
    }

    private void takeTurn(long until) throws SQLException {
        awaitTurn(until);
        if (within != null) {
            try {
                within.takeTurn(until);
            } catch (SQLException | RuntimeException | Error failure) {
                free.release();
                throw failure;
            }
        }
    }

    private void awaitTurn(long until) throws SQLException {
        try {
            if (free.tryAcquire(until - ticker.nanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while it waited for a connection", interrupted);
        }
        timeouts.increment();
        String refusal =
                "none of the %d connections for \"%s\" became free within %d ms"
                        .formatted(most, name, PATIENCE.toMillis());
        tell(refusal);
        throw new SQLTransientConnectionException(refusal);
    }

    /** Once in a while, however many are refused. */
    private synchronized void tell(String refusal) {
        long now = ticker.nanos();
        if (toldAt == null || now - toldAt >= TELL_EVERY.toNanos()) {
            toldAt = now;
            log.warn("{}, so requests are refused; pg_stat_activity shows what they do", refusal);
        }
    }

    private void giveTurn() {
        free.release();
        if (within != null) {
            within.giveTurn();
        }
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        boolean isOurs = given.remove(connection);
        try {
            pool.closeConnection(connection);
        } finally {
            if (isOurs) {
                giveTurn();
            }
        }
    }
}
