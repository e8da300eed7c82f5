package io.hookbridge.db;

import org.postgresql.ds.PGSimpleDataSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

/**
 * A database of its own for a test, on the one PostgreSQL of this JVM or on other servers, see
 * {@link TestServers}.
 *
 * <p>Every session in it, whoever opens it, has a time zone that differs from the JVM's by an odd
 * number of minutes, so that a timestamp that silently depends on a zone shows.
 */
public final class TestDatabase implements AutoCloseable {

    /**
     * There are partitions for payloads that are kept so long; servers of tests, whose plans
     * promise no more, have none to make. Each day more costs every new connection and many a
     * statement.
     */
    public static final int PAYLOAD_DAYS = 9;

    static final String ODD_ZONE = "Pacific/Chatham";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;
    private final DatabaseAddress address;
    private final boolean spread;
    private final KeptConnections connections = new KeptConnections();

    private TestDatabase(String name, boolean spread) {
        this.name = name;
        this.spread = spread;
        this.address = Server.address(name);
        Server.configure(connections, address);
    }

    /** A fresh database with the current schema and no rows. */
    public static TestDatabase create() {
        return from(Server.MIGRATED, Server.SERVERS.spread());
    }

    /** A fresh database without a schema, for tests of the migrations themselves. */
    public static TestDatabase empty() {
        return from("template1", false);
    }

    private static TestDatabase from(String template, boolean spread) {
        String name = Server.SERVERS.name("test_" + COUNT.incrementAndGet());
        Server.SERVERS.copy(template, name);
        return new TestDatabase(name, spread);
    }

    /** How to sign in as the role that owns the database, which is no superuser. */
    public DatabaseAddress address() {
        return address;
    }

    /** Whether all of them are spread over several servers; a condition of JUnit. */
    public static boolean areSpread() {
        return Server.SERVERS.spread();
    }

    /** Whether servers must be told that its tables are spread over several. */
    public boolean isSpread() {
        return spread;
    }

    /** As many connections as are wanted at a time; one that is closed is kept for the next. */
    public DataSource dataSource() {
        return connections;
    }

    /** A new connection at each call, for tests of connections themselves. */
    public PGSimpleDataSource newConnections() {
        return Server.dataSource(address);
    }

    /** Drops the database and whoever is connected to it; not needed at the end of the JVM. */
    @Override
    public void close() {
        try {
            connections.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Server.SERVERS.drop(name);
    }

    /** The shared server, started when the first test asks for a database. */
    private static final class Server {

        private static final TestServers SERVERS = TestServers.find();

        static final String MIGRATED = SERVERS.name("migrated");

        private static final DatabaseAddress SUPERUSER = SERVERS.superuser();

        static {
            SERVERS.prepare();
            SERVERS.create(MIGRATED);
            Database.migrate(dataSource(address(MIGRATED)));
            makePartitions();
            SERVERS.distribute(MIGRATED);
        }

        /**
         * Copying them is cheaper than making them again at each start of a server, which wants two
         * days more, and another one after midnight.
         */
        private static void makePartitions() {
            try (Connection connection = dataSource(address(MIGRATED)).getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "SELECT make_partitions(d, d + %d) FROM (SELECT (now() AT TIME ZONE 'UTC')::date AS d) AS today"
                                .formatted(PAYLOAD_DAYS + 3));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        static DatabaseAddress address(String database) {
            return new DatabaseAddress(
                    TestServers.in(SUPERUSER, database).jdbcUrl(),
                    "hookbridge",
                    SUPERUSER.password());
        }

        static PGSimpleDataSource dataSource(DatabaseAddress address) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            configure(source, address);
            return source;
        }

        static void configure(PGSimpleDataSource source, DatabaseAddress address) {
            source.setUrl(address.jdbcUrl());
            source.setUser(Objects.requireNonNull(address.user()));
            source.setPassword(Objects.requireNonNull(address.password()));
        }
    }
}
