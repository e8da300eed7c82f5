package io.hookbridge.loadtest.delivery;

import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.EmbeddedDatabase;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Reads what PostgreSQL counts at both ends of a stretch. */
public final class DatabaseMeter {

    private final EmbeddedDatabase database;
    private State before = new State(0, 0, 0);
    private State after = new State(0, 0, 0);

    /**
     * @param wal bytes of the write-ahead log since the database was made
     * @param commits transactions
     * @param log where the log ended
     */
    private record State(long wal, long commits, long log) {}

    /**
     * What was used in between.
     *
     * @param walBytes of the write-ahead log, of everything that went on
     * @param commits transactions, those without changes included
     * @param statements about how often each was executed
     */
    public record Use(long walBytes, long commits, Map<String, Long> statements) {

        /** Of all statements together. */
        public long statementCount() {
            return statements.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    public DatabaseMeter(EmbeddedDatabase database) {
        this.database = database;
    }

    public void begin() {
        before = state();
    }

    public void end() {
        after = state();
    }

    private State state() {
        try (Connection connection = database.connect()) {
            return new State(
                    EmbeddedDatabase.number(
                            connection, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"),
                    EmbeddedDatabase.number(
                            connection,
                            "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"),
                    StatementLog.position(database));
        } catch (SQLException failure) {
            throw new BenchFailure("PostgreSQL cannot be asked: " + failure.getMessage());
        }
    }

    public Use use() {
        return new Use(
                after.wal() - before.wal(),
                after.commits() - before.commits(),
                StatementLog.executed(database, before.log(), after.log()));
    }
}
