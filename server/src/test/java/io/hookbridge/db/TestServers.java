package io.hookbridge.db;

import io.hookbridge.db.embedded.ThrowawayPostgres;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where the databases of tests are: the embedded PostgreSQL of this JVM, or servers that were named
 * with {@code -Dhookbridge.test.database=HOST:PORT}. Of several, separated by commas, the first is
 * the coordinator of Citus and the others are its workers; then each test gets a database that is
 * spread over them. All have a superuser {@code postgres} who needs no password, and let one be
 * made that is called {@code hookbridge}.
 *
 * @param all the first is the one that tests connect to
 * @param named whether they were named, and so are shared with other JVMs
 */
record TestServers(List<DatabaseAddress> all, boolean named) {

    private static final String PROPERTY = "hookbridge.test.database";

    /** Enough to lie on more than one worker. */
    private static final int SHARDS = 4;

    /** The first with triggers that run at log-in. */
    static final int WITH_LOGIN_TRIGGERS = 170_000;

    static TestServers find() {
        String named = System.getProperty(PROPERTY, "");
        return named.isEmpty()
                ? new TestServers(List.of(ThrowawayPostgres.start()), false)
                : new TestServers(
                        Stream.of(named.split(","))
                                .map(place ->
                                        new DatabaseAddress(
                                                "jdbc:postgresql://" + place + "/postgres",
                                                "postgres",
                                                ""))
                                .toList(),
                        true);
    }

    DatabaseAddress superuser() {
        return all.getFirst();
    }

    boolean spread() {
        return all.size() > 1;
    }

    /** The name of a database that no other JVM has. */
    String name(String own) {
        return named ? own + "_" + ProcessHandle.current().pid() : own;
    }

    /** What has to be there before the first database. */
    void prepare() {
        if (named) {
            everywhere(
                    "postgres",
                    """
                    DO $$ BEGIN
                        CREATE ROLE hookbridge LOGIN;
                    EXCEPTION WHEN duplicate_object OR unique_violation THEN
                        NULL;
                    END $$
                    """);
        } else {
            forceOddZone("template1");
        }
    }

    /** At log-in and not as a default, because the driver asks for the JVM's own zone. */
    private void forceOddZone(String database) {
        execute(
                superuser(),
                database,
                """
                DO $do$ BEGIN
                    IF current_setting('server_version_num')::int >= %d THEN
                        CREATE SCHEMA test;
                        CREATE FUNCTION test.force_odd_zone() RETURNS event_trigger LANGUAGE plpgsql AS $$
                        BEGIN
                            PERFORM set_config('timezone', '%s', false);
                        END $$;
                        CREATE EVENT TRIGGER force_odd_zone ON login EXECUTE FUNCTION test.force_odd_zone();
                    END IF;
                END $do$
                """
                        .formatted(WITH_LOGIN_TRIGGERS, TestDatabase.ODD_ZONE));
    }

    /** An empty database that is a template of others. */
    void create(String name) {
        everywhere("postgres", "CREATE DATABASE %s OWNER hookbridge".formatted(name));
        if (named && !spread()) {
            forceOddZone(name);
        }
        if (spread()) {
            everywhere(name, "CREATE EXTENSION citus");
            everywhere(
                    name,
                    "GRANT EXECUTE ON FUNCTION recover_prepared_transactions() TO hookbridge");
            execute(
                    superuser(),
                    name,
                    "SELECT citus_set_coordinator_host(%s)".formatted(place(superuser())));
        }
    }

    /** Spreads the tables, if there are several servers; then nobody connects to it any more. */
    void distribute(String name) {
        if (!spread()) {
            return;
        }
        for (DatabaseAddress worker : all.subList(1, all.size())) {
            // However busy the machine is.
            execute(
                    superuser(),
                    name,
                    "SET citus.node_connection_timeout = '2min'; SELECT citus_add_node(%s)"
                            .formatted(place(worker)));
        }
        execute(
                new DatabaseAddress(superuser().jdbcUrl(), "hookbridge", ""),
                name,
                "SELECT distribute(%d)".formatted(SHARDS));
        // Citus looks after each of its databases by a session of its own, and what somebody is
        // connected to cannot be copied.
        everywhere("postgres", "ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(name));
        everywhere(
                "postgres",
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '%s'"
                        .formatted(name));
    }

    void copy(String template, String name) {
        everywhere(
                "postgres",
                "CREATE DATABASE %s OWNER hookbridge TEMPLATE %s STRATEGY file_copy"
                        .formatted(name, template));
        if (spread()) {
            // Belongs to the database and not to what is copied of it.
            for (String setting :
                    List.of(
                            "citus.max_adaptive_executor_pool_size = 1",
                            "citus.propagate_set_commands = 'local'")) {
                execute(
                        superuser(),
                        "postgres",
                        "ALTER DATABASE %s SET %s".formatted(name, setting));
            }
        }
    }

    void drop(String name) {
        everywhere("postgres", "DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(name));
    }

    private void everywhere(String database, String sql) {
        all.forEach(server -> execute(server, database, sql));
    }

    private static void execute(DatabaseAddress server, String database, String sql) {
        try (Connection connection = dataSource(in(server, database)).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    static DatabaseAddress in(DatabaseAddress server, String database) {
        String url = server.jdbcUrl().replaceFirst("[^/]*$", database);
        return new DatabaseAddress(url, server.user(), server.password());
    }

    /** Host and port as two arguments. */
    private static String place(DatabaseAddress server) {
        return server.jdbcUrl().replaceFirst(".*//(.*):(\\d+)/.*", "'$1', $2");
    }

    private static PGSimpleDataSource dataSource(DatabaseAddress address) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.jdbcUrl());
        source.setUser(Objects.requireNonNull(address.user()));
        @Nullable String password = address.password();
        source.setPassword(Objects.requireNonNull(password));
        return source;
    }
}
