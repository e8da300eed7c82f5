package io.hookbridge.db.replica;

import io.hookbridge.db.Database;
import io.hookbridge.db.DatabaseAddress;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * A connection to the replica for looks at it, opened when it is needed; beside those that are read
 * with, so that no look waits for a long query. Belongs to one thread.
 */
final class ReplicaSession implements AutoCloseable {

    private static final String ANSWERS_WITHIN_SECONDS = "2";

    private final DatabaseAddress address;
    private final Properties properties;
    private @Nullable Connection connection;

    ReplicaSession(DatabaseAddress address) {
        this.address = address;
        properties = Database.properties(address);
        properties.setProperty("socketTimeout", ANSWERS_WITHIN_SECONDS);
        properties.setProperty("connectTimeout", ANSWERS_WITHIN_SECONDS);
    }

    /** What answers at the address. */
    sealed interface Answer {

        /** It takes writes: no replica. */
        record Primary() implements Answer {}

        record OtherVersion(int version) implements Answer {}

        /** A standby without the tables of HookBridge. */
        record NoTables() implements Answer {}

        /**
         * A standby of some installation.
         *
         * @param replayed how far in the write-ahead log, in bytes; negative if it does not tell
         * @param installation as in {@link Mark}; null if there is none
         * @param hasWitness whether it has a row of the witness
         */
        record Standby(long replayed, @Nullable String installation, boolean hasWitness)
                implements Answer {}
    }

    /**
     * Asks what is there now. A failure ends the connection.
     *
     * @param mark what it is measured by
     */
    Answer ask(Mark mark) throws SQLException {
        try {
            Connection open = connection();
            return ask(open, mark);
        } catch (SQLException failure) {
            close();
            throw failure;
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = DriverManager.getConnection(address.jdbcUrl(), properties);
            connection = open;
        }
        return open;
    }

    private static Answer ask(Connection connection, Mark mark) throws SQLException {
        long replayed;
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                SELECT pg_is_in_recovery() AS standby,
                                       current_setting('server_version_num')::integer / 10000 AS version,
                                       CASE WHEN pg_is_in_recovery()
                                            THEN coalesce((pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint, -1)
                                       END AS replayed,
                                       to_regclass('installation') IS NOT NULL
                                       AND to_regclass('running_server') IS NOT NULL AS tables
                                """)) {
            row.next();
            if (!row.getBoolean("standby")) {
                return new Answer.Primary();
            }
            if (row.getInt("version") != mark.version()) {
                return new Answer.OtherVersion(row.getInt("version"));
            }
            if (!row.getBoolean("tables")) {
                return new Answer.NoTables();
            }
            replayed = row.getLong("replayed");
        }
        // Later than the position, so that rows are never missed that it tells of.
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        SELECT (SELECT encode(sha256(key_check), 'hex') FROM installation) AS installation,
                               EXISTS (SELECT FROM running_server WHERE id = ?) AS has_witness
                        """)) {
            statement.setObject(1, mark.witness());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Answer.Standby(
                        replayed, row.getString("installation"), row.getBoolean("has_witness"));
            }
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException failure) {
                // It was of no use any more.
            }
        }
    }
}
