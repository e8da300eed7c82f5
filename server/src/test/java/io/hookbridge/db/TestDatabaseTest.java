package io.hookbridge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

@Tag("database")
class TestDatabaseTest {

    @Test
    void a_created_database_is_migrated_and_its_own() throws SQLException {
        try (TestDatabase one = TestDatabase.create();
                TestDatabase other = TestDatabase.create()) {
            execute(one, "CREATE TABLE only_here ()");

            assertThat(ask(one, "SELECT to_regclass('flyway_schema_history')")).isNotNull();
            assertThat(ask(one, "SELECT to_regclass('only_here')")).isNotNull();
            assertThat(ask(other, "SELECT to_regclass('only_here')")).isNull();
        }
    }

    @Test
    void an_empty_database_can_be_migrated() throws SQLException {
        try (TestDatabase database = TestDatabase.empty()) {
            assertThat(ask(database, "SELECT to_regclass('flyway_schema_history')")).isNull();

            Database.migrate(database.dataSource());

            assertThat(ask(database, "SELECT to_regclass('flyway_schema_history')")).isNotNull();
        }
    }

    @Test
    void sessions_have_the_odd_time_zone() throws SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            assumeTrue(
                    "t"
                            .equals(
                                    ask(
                                            database,
                                            "SELECT current_setting('server_version_num')::int >= "
                                                    + TestServers.WITH_LOGIN_TRIGGERS)),
                    "nothing runs at log-in before PostgreSQL 17");

            assertThat(ask(database, "SHOW timezone")).isEqualTo(TestDatabase.ODD_ZONE);
        }
    }

    @Test
    void sessions_have_no_superuser() throws SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            assertThat(ask(database, "SELECT usesuper FROM pg_user WHERE usename = current_user"))
                    .isEqualTo("f");
        }
    }

    @Test
    void closing_drops_the_database_under_open_connections() throws SQLException {
        TestDatabase database = TestDatabase.create();
        String name;
        try (Connection open = database.dataSource().getConnection()) {
            name = open.getCatalog();
            database.close();
        }

        try (TestDatabase other = TestDatabase.create()) {
            assertThat(ask(other, "SELECT 1 FROM pg_database WHERE datname = '" + name + "'"))
                    .isNull();
        }
    }

    private static void execute(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static @Nullable String ask(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
