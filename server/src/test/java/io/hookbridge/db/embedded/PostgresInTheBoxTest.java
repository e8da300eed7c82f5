package io.hookbridge.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.db.DatabaseAddress;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.stream.Stream;

@Tag("database")
class PostgresInTheBoxTest {

    @TempDir private Path temporary;
    private Path dataDir;

    @BeforeEach
    void copy_an_initialised_cluster() throws IOException {
        dataDir = DataFolders.withCluster(temporary.resolve("a data folder"));
    }

    @Test
    void a_row_is_still_there_after_a_restart() throws SQLException {
        try (PostgresInTheBox postgres = PostgresInTheBox.start(dataDir)) {
            Sql.run(postgres.address(), "CREATE TABLE kept AS SELECT 'committed' AS word");
        }

        try (PostgresInTheBox postgres = PostgresInTheBox.start(dataDir)) {
            assertThat(Sql.run(postgres.address(), "SELECT word FROM kept")).isEqualTo("committed");
        }
    }

    @Test
    void everything_lives_in_the_data_folder() throws IOException {
        Path fresh = temporary.resolve("fresh");

        PostgresInTheBox.start(fresh).stop();

        assertThat(fresh.resolve("postgres/PG_VERSION")).content().isEqualTo("18\n");
        assertThat(fresh.resolve("postgres-binaries")).isNotEmptyDirectory();
        assertThat(fresh.resolve("postgres.log")).content().contains("ready to accept");
    }

    @Test
    void nobody_else_may_look_into_the_data_folder_whatever_it_was_like_before()
            throws IOException {
        PostgresInTheBox.start(dataDir).stop();
        Path lock = dataDir.resolve("server.lock");
        Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(dataDir, PosixFilePermissions.fromString("rwxr-xr-x"));

        PostgresInTheBox.start(dataDir).stop();

        Path programs = dataDir.resolve("postgres-binaries");
        try (Stream<Path> all = Files.walk(dataDir, 1)) {
            assertThat(all.filter(path -> !path.startsWith(programs)))
                    .contains(lock, dataDir.resolve("postgres.password"))
                    .allSatisfy(path ->
                            assertThat(
                                            PosixFilePermissions.toString(
                                                    Files.getPosixFilePermissions(path)))
                                    .endsWith("------"));
        }
    }

    @Test
    void stopping_ends_the_server_and_may_be_repeated() throws Exception {
        PostgresInTheBox postgres = PostgresInTheBox.start(dataDir);
        long pid = DataFolders.serverPid(dataDir);

        postgres.stop();
        postgres.stop();

        assertThat(DataFolders.runs(pid)).isFalse();
        assertThatThrownBy(() -> Sql.run(postgres.address(), "SELECT 1"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void commits_are_durable_and_the_role_is_no_superuser() throws SQLException {
        try (PostgresInTheBox postgres = PostgresInTheBox.start(dataDir)) {
            DatabaseAddress address = postgres.address();
            assertThat(Sql.run(address, "SHOW fsync")).isEqualTo("on");
            assertThat(Sql.run(address, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(Sql.run(address, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(Sql.run(address, "SHOW is_superuser")).isEqualTo("off");
        }
    }

    @Test
    void only_the_password_lets_in_and_only_from_this_machine() throws SQLException {
        try (PostgresInTheBox postgres = PostgresInTheBox.start(dataDir)) {
            DatabaseAddress right = postgres.address();
            DatabaseAddress wrong = new DatabaseAddress(right.jdbcUrl(), right.user(), "wrong");
            DatabaseAddress superuser = new DatabaseAddress(right.jdbcUrl(), "postgres", "");

            assertThatThrownBy(() -> Sql.run(wrong, "SELECT 1"))
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() -> Sql.run(superuser, "SELECT 1"))
                    .isInstanceOf(SQLException.class);
            assertThat(Sql.run(right, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(dataDir.resolve("postgres/postmaster.opts"))
                    .content()
                    .contains("unix_socket_directories=\"");
            assertThat(right).asString().doesNotContain(String.valueOf(right.password()));
        }
    }

    @Test
    void a_cluster_that_lets_anybody_in_is_refused() throws Exception {
        PostgresInTheBox.start(dataDir).stop();
        Files.writeString(
                dataDir.resolve("postgres/pg_hba.conf"),
                "host all postgres 127.0.0.1/32 trust\n",
                StandardOpenOption.APPEND);

        assertThatThrownBy(() -> PostgresInTheBox.start(dataDir))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("has method trust instead of scram-sha-256");

        assertThat(dataDir.resolve("postgres/postmaster.pid")).doesNotExist();
        assertThat(FolderLock.tryAcquire(DataFolder.at(dataDir).lock())).isPresent();
    }

    @Test
    void a_role_whose_commits_do_not_wait_is_refused() throws SQLException {
        try (PostgresInTheBox postgres = PostgresInTheBox.start(dataDir)) {
            Sql.run(postgres.address(), "ALTER ROLE hookbridge SET synchronous_commit = off");
        }

        assertThatThrownBy(() -> PostgresInTheBox.start(dataDir))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("synchronous_commit is off instead of on");
    }

    @Test
    void a_server_that_cannot_start_says_why() throws Exception {
        PostgresInTheBox.start(dataDir).stop();
        Files.writeString(dataDir.resolve("postgres/postgresql.conf"), "shared_buffers = lots\n");

        assertThatThrownBy(() -> PostgresInTheBox.start(dataDir))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("invalid value for parameter \"shared_buffers\"");
    }

    @Test
    void a_server_that_was_killed_while_it_began_to_start_is_started_anew() throws Exception {
        PostgresInTheBox.start(dataDir).stop();
        Path pid = Files.createFile(dataDir.resolve("postgres/postmaster.pid"));

        try (PostgresInTheBox _ = PostgresInTheBox.start(dataDir)) {
            assertThat(pid).isNotEmptyFile();
        }
    }

    @Test
    void a_half_made_cluster_is_made_anew() throws IOException {
        Path halfMade = DataFolders.withPrograms(temporary.resolve("half made"));
        Files.createDirectories(halfMade.resolve("postgres.unfinished/base"));

        PostgresInTheBox.start(halfMade).stop();

        assertThat(halfMade.resolve("postgres.unfinished")).doesNotExist();
    }

    @Test
    void a_path_that_a_shell_would_expand_is_refused() {
        assertThatThrownBy(() -> PostgresInTheBox.start(temporary.resolve("$(id)")))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("must not contain");
        assertThat(temporary.resolve("$(id)")).doesNotExist();
    }
}
