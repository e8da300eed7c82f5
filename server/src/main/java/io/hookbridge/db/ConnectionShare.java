package io.hookbridge.db;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.ConnectionFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * So many connections of a pool, or of a larger share of it, and no more at once: however slow the
 * statements are that run on them, the rest is left to others.
 */
final class ConnectionShare implements ConnectionFactory {

    private final String name;
    private final ConnectionFactory from;
    private final Duration patience;
    private final Semaphore free;
    private final Counter timeouts;

    /** Those that this share has given, of all that it may be asked to close. */
    private final Set<Connection> given = ConcurrentHashMap.newKeySet();

    /**
     * @param name for operators
     * @param patience how long a thread waits for its turn before it is refused
     */
    ConnectionShare(
            String name,
            ConnectionFactory from,
            int most,
            Duration patience,
            MeterRegistry meters) {
        this.name = name;
        this.from = from;
        this.patience = patience;
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
                        .description("Threads that waited for two seconds and got none")
                        .register(meters);
    }

    /**
     * @throws SQLTransientConnectionException if none became free in time, as of the pool itself
     */
    @Override
    public Connection openConnection() throws SQLException {
        awaitTurn();
        try {
            Connection connection = from.openConnection();
            given.add(connection);
            return connection;
        } catch (SQLException | RuntimeException | Error failure) {
            free.release();
            throw failure;
        }
    }

    private void awaitTurn() throws SQLTransientConnectionException {
        try {
            if (free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        timeouts.increment();
        throw new SQLTransientConnectionException(
                "no connection of the share \"%s\" became free within %d ms"
                        .formatted(name, patience.toMillis()));
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        boolean isOurs = given.remove(connection);
        try {
            from.closeConnection(connection);
        } finally {
            if (isOurs) {
                free.release();
            }
        }
    }
}
