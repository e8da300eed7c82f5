package io.hookbridge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.app.config.ConfigurationReader;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.config.StorageConfiguration;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.SecretKeyFile;
import io.hookbridge.db.Database;
import io.hookbridge.db.DatabaseAddress;
import io.hookbridge.db.SchemaFound;
import io.hookbridge.db.SchemaVersion;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.db.embedded.DataFolders;
import io.hookbridge.db.embedded.PostgresInTheBox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A database and the key that belongs to it are brought together before anything is changed. */
@Tag("database")
class StorageTest {

    private static final String TWO_MIGRATIONS_MORE =
            """
            INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,
                                               installed_by, execution_time, success)
            VALUES (100, '99', 'pull', 'SQL', 'V99__pull.sql', 1, 'hookbridge', 1, true),
                   (101, '99.1', 'more', 'SQL', 'V99.1__more.sql', 1, 'hookbridge', 1, true)
            """;

    @TempDir private Path folder;

    @Test
    void a_key_that_is_lost_or_another_is_told_and_none_is_made() throws IOException {
        try (TestDatabase database = TestDatabase.create()) {
            open(database, Storage.Embedded.OWN);
            assertThat(key()).exists();
            Files.delete(key());

            assertThatThrownBy(() -> open(database, Storage.Embedded.OWN))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith("HOOKBRIDGE_SECRET_KEY_FILE: ")
                    .hasMessageContaining("does not exist: put a copy");
            assertThat(key()).doesNotExist();

            new SecretKeyFile(key()).create();
            assertThatThrownBy(() -> open(database, Storage.Embedded.OWN))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("is not the one this database was first started with");
        }
    }

    @Test
    void a_wrong_key_is_told_before_the_first_migration() throws IOException {
        try (TestDatabase database = TestDatabase.empty()) {
            Jdbi jdbi = Jdbi.create(database.dataSource());
            jdbi.useHandle(handle -> {
                handle.execute(
                        """
                        CREATE TABLE installation (
                            id         boolean PRIMARY KEY DEFAULT true,
                            key_check  bytea,
                            created_at timestamptz
                        )
                        """);
                handle.execute(
                        "INSERT INTO installation (key_check) VALUES (?)",
                        SecretBox.open(folder.resolve("other.key"), true)
                                .seal("hookbridge", "installation.key_check"));
            });
            new SecretKeyFile(key()).create();

            assertThatThrownBy(() -> open(database, Storage.Embedded.OWN))
                    .hasMessageContaining("is not the one this database was first started with");
            assertThat(tables(jdbi)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_database_of_another_or_a_newer_version_is_refused_and_stays_as_it_is(Left left)
            throws IOException {
        try (TestDatabase database = TestDatabase.create()) {
            Jdbi jdbi = Jdbi.create(database.dataSource());
            left.in(jdbi);

            assertRefused(
                    "HOOKBRIDGE_DATABASE_URL: the database was made by "
                            + left.refusal("name a fresh, empty database"),
                    () -> open(database, Storage.Embedded.OWN),
                    () -> open(database, Storage.Embedded.SHARE),
                    () -> Storage.migrate(configuration(database), new SimpleMeterRegistry()));
            assertThat(key()).doesNotExist();
            assertThat(rows(jdbi, "installation")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_data_folder_of_another_or_a_newer_version_is_refused_and_its_database_stopped(Left left)
            throws IOException {
        Path data = DataFolders.withCluster(Files.createDirectory(folder.resolve("data")));
        try (PostgresInTheBox postgres = PostgresInTheBox.start(data);
                Database database = open(postgres.address())) {
            database.migrate();
            left.in(database.jdbi());
        }

        StorageConfiguration embedded = configuration(Map.of());
        // The second could not start the database if the first had left it running.
        assertRefused(
                "HOOKBRIDGE_DATA_DIR: the data folder %s holds the database of ".formatted(data)
                        + left.refusal("name a fresh folder"),
                () -> open(embedded, Storage.Embedded.OWN),
                () -> open(embedded, Storage.Embedded.OWN),
                () -> Storage.migrate(embedded, new SimpleMeterRegistry()));
        assertThat(key()).doesNotExist();
        try (PostgresInTheBox postgres = PostgresInTheBox.start(data);
                Database database = open(postgres.address())) {
            assertThat(rows(database.jdbi(), "installation")).isZero();
        }
    }

    private static void assertRefused(String message, ThrowingCallable... starts) {
        for (ThrowingCallable start : starts) {
            assertThatThrownBy(start).isInstanceOf(StartFailure.class).hasMessage(message);
        }
    }

    /** Who left the database that is found. */
    enum Left {
        /** A version whose fourth migration was another. */
        BY_ANOTHER_VERSION(
                """
                UPDATE flyway_schema_history
                   SET checksum = checksum + 1, description = 'outbound', script = 'V4__outbound.sql'
                 WHERE version = '4'
                """,
                "another version of HookBridge, which this one cannot take over: %s, or start that"
                        + " version again"),

        /** A later version that has taken away what this one needs. */
        BY_A_NEWER_VERSION(
                TWO_MIGRATIONS_MORE + "; UPDATE schema_support SET oldest_known = 99",
                "a newer version of HookBridge: its schema is version 99.1, this server knows those up"
                        + " to "
                        + SchemaVersion.NEWEST
                        + ": start the newer version again, %s, or restore a backup of before the"
                        + " upgrade");

        private final String change;
        private final String refusal;

        Left(String change, String refusal) {
            this.change = change;
            this.refusal = refusal;
        }

        /** Makes a database that this version has migrated one of the other. */
        void in(Jdbi jdbi) {
            jdbi.useHandle(handle -> handle.execute(change));
        }

        String refusal(String fresh) {
            return refusal.formatted(fresh);
        }
    }

    @Test
    void what_a_newer_version_has_made_is_used_if_it_took_away_nothing() throws IOException {
        try (TestDatabase database = TestDatabase.create()) {
            Jdbi jdbi = Jdbi.create(database.dataSource());
            jdbi.useHandle(handle -> handle.execute(TWO_MIGRATIONS_MORE));
            int migrations = rows(jdbi, "flyway_schema_history");

            open(database, Storage.Embedded.OWN);
            assertThat(Storage.migrate(configuration(database), new SimpleMeterRegistry()))
                    .isEqualTo(new SchemaFound.Ahead("99.1"));
            assertThat(rows(jdbi, "installation")).isOne();
            assertThat(rows(jdbi, "flyway_schema_history")).isEqualTo(migrations);
        }
    }

    @Test
    void nothing_is_migrated_while_servers_run_that_could_not_go_on() throws IOException {
        try (TestDatabase database = TestDatabase.create()) {
            Jdbi jdbi = Jdbi.create(database.dataSource());
            open(database, Storage.Embedded.OWN);
            jdbi.useHandle(handle -> {
                handle.execute(
                        "DELETE FROM flyway_schema_history WHERE version = ?",
                        Integer.toString(SchemaVersion.NEWEST));
                handle.execute(
                        """
                        INSERT INTO running_server (id, roles, version, newest_known, alive_until)
                        VALUES (gen_random_uuid(), '{api}', '0.0.9', ?, now() + interval '1 minute')
                        """,
                        SchemaVersion.OLDEST_KNOWN - 1);
            });
            int migrations = rows(jdbi, "flyway_schema_history");

            assertRefused(
                    "HOOKBRIDGE_DATABASE_URL: servers of version 0.0.9 run on this database and could not go on with"
                            + " the schema of this one: stop them, or upgrade in smaller steps, see docs/upgrade.md",
                    () -> open(database, Storage.Embedded.OWN),
                    () -> Storage.migrate(configuration(database), new SimpleMeterRegistry()));
            assertThat(rows(jdbi, "flyway_schema_history")).isEqualTo(migrations);
        }
    }

    @Test
    void a_command_makes_no_key_for_a_database_that_is_elsewhere() throws IOException {
        try (TestDatabase database = TestDatabase.empty()) {
            Jdbi jdbi = Jdbi.create(database.dataSource());

            assertThatThrownBy(() -> open(database, Storage.Embedded.SHARE))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("admin key-file create " + key());
            assertThat(key()).doesNotExist();
            assertThat(tables(jdbi)).isZero();

            Storage.migrate(configuration(database), new SimpleMeterRegistry());
            assertThat(tables(jdbi)).isGreaterThan(10);
            assertThat(key()).doesNotExist();
            open(database, Storage.Embedded.OWN);
            assertThat(key()).exists();
        }
    }

    @Test
    void with_the_key_file_a_command_begins_a_database_that_is_elsewhere() throws IOException {
        try (TestDatabase database = TestDatabase.empty()) {
            new SecretKeyFile(key()).create();

            open(database, Storage.Embedded.SHARE);
            open(database, Storage.Embedded.OWN);
            assertThat(rows(Jdbi.create(database.dataSource()), "installation")).isOne();
        }
    }

    @Test
    void a_database_that_cannot_be_had_is_named_by_its_variable() throws IOException {
        StorageConfiguration nowhere =
                configuration("postgresql://u:FAKEpassword@db.invalid/hooks");

        assertThatThrownBy(() -> Storage.migrate(nowhere, new SimpleMeterRegistry()))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith(
                        "HOOKBRIDGE_DATABASE_URL: the database at db.invalid:5432/hooks cannot be reached")
                .hasMessageNotContaining("FAKE");
    }

    private static int tables(Jdbi jdbi) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
                        .mapTo(Integer.class)
                        .one());
    }

    private static int rows(Jdbi jdbi, String table) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT count(*) FROM " + table).mapTo(Integer.class).one());
    }

    private Path key() {
        return folder.resolve("secret.key");
    }

    private void open(TestDatabase database, Storage.Embedded embedded) {
        open(configuration(database), embedded);
    }

    private static void open(StorageConfiguration configuration, Storage.Embedded embedded) {
        Storage.open(configuration, embedded, Instant::now, new SimpleMeterRegistry()).close();
    }

    private static Database open(DatabaseAddress address) {
        return Database.open(address, 2, new SimpleMeterRegistry(), System::nanoTime);
    }

    private StorageConfiguration configuration(TestDatabase database) {
        return configuration(TestApp.where(database));
    }

    private StorageConfiguration configuration(String databaseUrl) {
        return configuration(Map.of("HOOKBRIDGE_DATABASE_URL", databaseUrl));
    }

    /**
     * @param more empty for the embedded database
     */
    private StorageConfiguration configuration(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("HOOKBRIDGE_DATABASE_CONNECTIONS", "2");
        settings.put("HOOKBRIDGE_DATA_DIR", folder.resolve("data").toString());
        settings.put("HOOKBRIDGE_SECRET_KEY_FILE", key().toString());
        return ConfigurationReader.read(Profile.DEVELOPMENT, settings, null).storage();
    }
}
