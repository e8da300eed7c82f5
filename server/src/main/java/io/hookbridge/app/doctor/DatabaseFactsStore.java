package io.hookbridge.app.doctor;

import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.db.Notifications;

import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks a database for {@link DatabaseFacts}. */
final class DatabaseFactsStore {

    /** Notifications come within milliseconds, or never. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Database database;
    private final InstantSource clock;

    DatabaseFactsStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    DatabaseFacts read() {
        boolean losesPrepared = losesPrepared();
        boolean notifies = notifies();
        return database.jdbi()
                .withHandle(handle ->
                        new DatabaseFacts(
                                number(handle, "SELECT current_setting('server_version_num')::int"),
                                database.durabilitySettings(),
                                handle.createQuery(
                                                "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean")
                                        .mapTo(Boolean.class)
                                        .one(),
                                // Those kept back for a role came with version 16.
                                number(
                                        handle,
                                        """
                                        SELECT current_setting('max_connections')::int
                                             - current_setting('superuser_reserved_connections')::int
                                             - coalesce(current_setting('reserved_connections', true)::int, 0)
                                        """),
                                ahead(handle),
                                losesPrepared,
                                notifies));
    }

    private static int number(Handle handle, String query) {
        return handle.createQuery(query).mapTo(Integer.class).one();
    }

    /** As of the middle of the time that asking took. */
    private Duration ahead(Handle handle) {
        Instant before = clock.instant();
        Instant there = handle.createQuery("SELECT clock_timestamp()").mapTo(Instant.class).one();
        Duration took = Duration.between(before, clock.instant());
        return Duration.between(before.plus(took.dividedBy(2)), there);
    }

    /**
     * A pooler that lends connections for a transaction gives what one has just left to the next
     * who asks, and another to the first when that comes back.
     */
    private boolean losesPrepared() {
        try (Connection one = database.dataSource().getConnection();
                Connection other = database.dataSource().getConnection()) {
            if (one.unwrap(PGConnection.class).getPrepareThreshold() == 0) {
                return false;
            }
            int before = session(one);
            other.setAutoCommit(false);
            int meanwhile = session(other);
            int after = session(one);
            other.rollback();
            other.setAutoCommit(true);
            return meanwhile == before || after != before;
        } catch (SQLException failure) {
            throw new IllegalStateException("the sessions of PostgreSQL cannot be told", failure);
        }
    }

    /** The process of PostgreSQL that answers. */
    private static int session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private boolean notifies() {
        String subject = new Uuid7(clock).next().toString();
        CountDownLatch listening = new CountDownLatch(1);
        CountDownLatch heard = new CountDownLatch(1);
        try (Notifications notifications = new Notifications(database, "doctor")) {
            notifications.listenBySubject(subjects -> {
                listening.countDown();
                if (subjects.contains(subject)) {
                    heard.countDown();
                }
            });
            if (!listening.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            notifications.send(subject);
            return heard.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
