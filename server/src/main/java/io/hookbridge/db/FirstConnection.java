package io.hookbridge.db;

import io.hookbridge.base.Ticker;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/**
 * The first connection of a start. It waits a while for a database that is just coming up, and
 * finds out whether HookBridge can work there, before anything is changed.
 */
record FirstConnection(DatabaseAddress address, Properties properties) {

    /** The oldest PostgreSQL that HookBridge was tried with. */
    static final int OLDEST = 15;

    private static final Duration COMING_UP = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);

    /** What the database is, as far as it matters. */
    record Facts(
            int version,
            boolean readOnly,
            String encoding,
            @Nullable String schema,
            boolean mayMakeTables) {

        /** What is in the way of working there; empty if nothing is. */
        Optional<String> obstacle() {
            if (version / 10_000 < OLDEST) {
                return Optional.of(
                        "is PostgreSQL " + version / 10_000 + ": use " + OLDEST + " or newer");
            }
            if (readOnly) {
                return Optional.of(
                        "takes no writes: it is a standby, or default_transaction_read_only is on; name the primary, or"
                                + " several hosts and targetServerType=primary");
            }
            if (!encoding.equals("UTF8")) {
                return Optional.of(
                        "has the encoding "
                                + encoding
                                + ": make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0");
            }
            if (schema == null) {
                return Optional.of(
                        "has no schema that the role may use: make one with CREATE SCHEMA … AUTHORIZATION …, and see"
                                + " search_path");
            }
            return mayMakeTables
                    ? Optional.empty()
                    : Optional.of(
                            "does not let the role make tables in the schema "
                                    + schema
                                    + ": make the role its owner, or GRANT CREATE ON SCHEMA … TO …");
        }
    }

    /** What is in the way, and whether it may go away by itself. */
    record Trouble(String sentence, boolean passes) {}

    /**
     * Returns if HookBridge can work with this database.
     *
     * @throws DatabaseUnavailable if it cannot be reached within five seconds, or has an obstacle
     */
    void requireUsable(Ticker ticker) {
        long deadline = ticker.nanos() + COMING_UP.toNanos();
        Optional<Trouble> trouble = tryOnce();
        while (trouble.isPresent()) {
            if (!trouble.get().passes() || ticker.nanos() > deadline) {
                throw new DatabaseUnavailable(trouble.get().sentence());
            }
            pause();
            trouble = tryOnce();
        }
    }

    /** Whatever is in the way now; empty if nothing is. */
    Optional<Trouble> tryOnce() {
        try (Connection connection = DriverManager.getConnection(address.jdbcUrl(), properties)) {
            return facts(connection)
                    .obstacle()
                    .map(obstacle ->
                            new Trouble(
                                    "the database at " + address.place() + " " + obstacle, false));
        } catch (SQLException failure) {
            RefusedConnection refused = new RefusedConnection(address, failure);
            return Optional.of(new Trouble(refused.sentence(), refused.passes()));
        }
    }

    private static Facts facts(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                SELECT current_setting('server_version_num')::integer AS version,
                                       current_setting('transaction_read_only') = 'on' AS read_only,
                                       current_setting('server_encoding') AS encoding,
                                       current_schema() AS schema,
                                       has_schema_privilege(current_schema(), 'CREATE') AS may_make_tables
                                """)) {
            row.next();
            return new Facts(
                    row.getInt("version"),
                    row.getBoolean("read_only"),
                    row.getString("encoding"),
                    row.getString("schema"),
                    row.getBoolean("may_make_tables"));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("interrupted while waiting for the database");
        }
    }
}
