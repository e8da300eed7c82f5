package io.hookbridge.db;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Statements that every batch of messages runs, straight by the driver: they are so short that
 * looking up arguments and mappers by their types costs as much as the rest of them.
 *
 * <p>Their text is constant, and its arguments are question marks; the driver keeps the prepared
 * statement under it. Failures are those of Jdbi.
 */
public final class HotStatement {

    private HotStatement() {}

    /** Binds the arguments of a statement. */
    @FunctionalInterface
    public interface Binding {
        void bind(Arguments to) throws SQLException;
    }

    /** Reads a row. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Statements that go to PostgreSQL together, so that their answers are waited for once and not
     * each by itself. They run in the order in which they were added, in one transaction; the first
     * that fails ends it.
     */
    public static final class Together {

        private final StringBuilder sql = new StringBuilder();
        private final List<Part<?>> parts = new ArrayList<>();

        /**
         * @param reading null if it returns no rows
         */
        private record Part<T>(Binding binding, @Nullable Reading<T> reading, List<T> rows) {

            void read(PreparedStatement statement) throws SQLException {
                if (reading != null) {
                    readRows(statement.getResultSet(), reading, rows);
                }
            }
        }

        /** Adds a statement that returns no rows. */
        public void update(String statement, Binding binding) {
            add(statement, new Part<>(binding, null, List.of()));
        }

        /**
         * Adds a statement that returns rows.
         *
         * @return holds them after {@link #run}
         */
        public <T> List<T> query(String statement, Binding binding, Reading<T> reading) {
            List<T> rows = new ArrayList<>();
            add(statement, new Part<>(binding, reading, rows));
            return rows;
        }

        private void add(String statement, Part<?> part) {
            sql.append(statement).append(";\n");
            parts.add(part);
        }

        /**
         * Runs them in the transaction of {@code handle}.
         *
         * @throws UnableToExecuteStatementException if PostgreSQL refuses one of them or cannot be
         *     reached
         */
        public void run(Handle handle) {
            HotStatement.run(
                    handle,
                    sql.toString(),
                    to -> {
                        for (Part<?> part : parts) {
                            part.binding().bind(to);
                        }
                    },
                    statement -> {
                        statement.execute();
                        for (Part<?> part : parts) {
                            part.read(statement);
                            statement.getMoreResults();
                        }
                        return parts.size();
                    });
        }
    }

    private interface Work<T> {
        T run(PreparedStatement statement) throws SQLException;
    }

    /**
     * Runs a statement that returns no rows, in the transaction of {@code handle}.
     *
     * @throws UnableToExecuteStatementException if PostgreSQL refuses it or cannot be reached
     */
    public static void update(Handle handle, String sql, Binding binding) {
        run(handle, sql, binding, PreparedStatement::executeUpdate);
    }

    /**
     * The rows that a statement returns, in the transaction of {@code handle}.
     *
     * @throws UnableToExecuteStatementException if PostgreSQL refuses it or cannot be reached
     */
    public static <T> List<T> query(
            Handle handle, String sql, Binding binding, Reading<T> reading) {
        return run(
                handle,
                sql,
                binding,
                statement -> {
                    List<T> read = new ArrayList<>();
                    readRows(statement.executeQuery(), reading, read);
                    return read;
                });
    }

    private static <T> void readRows(ResultSet rows, Reading<T> reading, List<T> into)
            throws SQLException {
        try (rows) {
            while (rows.next()) {
                into.add(reading.read(rows));
            }
        }
    }

    private static <T> T run(Handle handle, String sql, Binding binding, Work<T> work) {
        Connection connection = handle.getConnection();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(new Arguments(statement, connection.unwrap(PGConnection.class)));
            return work.run(statement);
        } catch (SQLException failure) {
            throw new UnableToExecuteStatementException("the statement failed", failure, null);
        }
    }

    /** The arguments of one statement, bound in the order of their question marks. */
    public static final class Arguments {

        private final PreparedStatement statement;
        private final PGConnection driver;
        private int bound;

        private Arguments(PreparedStatement statement, PGConnection driver) {
            this.statement = statement;
            this.driver = driver;
        }

        /** A value of type {@code uuid}. */
        public Arguments uuid(UUID value) throws SQLException {
            statement.setObject(++bound, value);
            return this;
        }

        /** A value of type {@code text}. */
        public Arguments text(@Nullable String value) throws SQLException {
            statement.setString(++bound, value);
            return this;
        }

        /** A value of type {@code date}. */
        public Arguments date(LocalDate value) throws SQLException {
            statement.setObject(++bound, value);
            return this;
        }

        /** A value of type {@code timestamptz}. */
        public Arguments time(Instant value) throws SQLException {
            statement.setObject(++bound, OffsetDateTime.ofInstant(value, ZoneOffset.UTC));
            return this;
        }

        /** A value of type {@code int}. */
        public Arguments number(int value) throws SQLException {
            statement.setInt(++bound, value);
            return this;
        }

        /** A value of type {@code bigint}. */
        public Arguments number(long value) throws SQLException {
            statement.setLong(++bound, value);
            return this;
        }

        /** A value of type {@code boolean}. */
        public Arguments flag(boolean value) throws SQLException {
            statement.setBoolean(++bound, value);
            return this;
        }

        /** A value of type {@code bytea}. */
        public Arguments bytes(byte @Nullable [] value) throws SQLException {
            statement.setBytes(++bound, value);
            return this;
        }

        /** A value of type {@code uuid[]}. */
        public Arguments uuids(UUID[] values) throws SQLException {
            statement.setObject(++bound, BinaryArray.of(values));
            return this;
        }

        /** A value of type {@code int[]}. */
        public Arguments ints(int[] values) throws SQLException {
            return array("int4", values);
        }

        /** A value of type {@code bigint[]}. */
        public Arguments longs(long[] values) throws SQLException {
            return array("int8", values);
        }

        /** A value of type {@code boolean[]}. */
        public Arguments flags(boolean[] values) throws SQLException {
            return array("bool", values);
        }

        /** A value of type {@code text[]}. */
        public Arguments texts(String[] values) throws SQLException {
            return array("text", values);
        }

        private Arguments array(String elementType, Object values) throws SQLException {
            statement.setArray(++bound, driver.createArrayOf(elementType, values));
            return this;
        }
    }
}
