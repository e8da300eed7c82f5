package io.hookbridge.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.db.DatabaseAddress;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

@Timeout(120)
@Tag("database")
class DataFolderOwnershipTest {

    @TempDir private Path temporary;
    private Path dataDir;

    @BeforeEach
    void copy_an_initialised_cluster() throws IOException {
        dataDir = DataFolders.withCluster(temporary.resolve("data"));
    }

    @Test
    void a_second_start_names_the_process_that_owns_the_folder() throws Exception {
        try (OtherJvm other = OtherJvm.running("serve", dataDir)) {
            assertThat(other.answer()).isEqualTo("serving");

            assertThatThrownBy(() -> PostgresInTheBox.start(dataDir))
                    .isInstanceOf(DataFolderInUseException.class)
                    .hasMessageStartingWith(
                            "another HookBridge is running on this data folder (process %d)",
                            other.process().pid());
        }
        PostgresInTheBox.start(dataDir).stop();
    }

    @Test
    void a_second_start_in_the_same_process_is_refused_and_leaves_the_first_alone()
            throws Exception {
        try (PostgresInTheBox first = PostgresInTheBox.start(dataDir)) {
            assertThatThrownBy(() -> PostgresInTheBox.start(dataDir))
                    .isInstanceOf(DataFolderInUseException.class);
            assertThatThrownBy(() -> PostgresInTheBox.start(dataDir))
                    .isInstanceOf(DataFolderInUseException.class);

            assertThat(Sql.run(first.address(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void a_server_left_by_a_killed_process_is_stopped_and_its_rows_are_there() throws Exception {
        long leftover;
        try (OtherJvm other = OtherJvm.running("serve", dataDir)) {
            assertThat(other.answer()).isEqualTo("serving");
            leftover = DataFolders.serverPid(dataDir);
            other.kill();
        }
        assertThat(DataFolders.runs(leftover)).isTrue();

        try (PostgresInTheBox postgres = PostgresInTheBox.start(dataDir)) {
            assertThat(DataFolders.runs(leftover)).isFalse();
            assertThat(Sql.run(postgres.address(), "SELECT word FROM kept")).isEqualTo("committed");
        }
    }

    @Test
    void a_server_killed_with_its_owner_recovers() throws Exception {
        try (OtherJvm other = OtherJvm.running("serve", dataDir)) {
            assertThat(other.answer()).isEqualTo("serving");
            ProcessHandle server = ProcessHandle.of(DataFolders.serverPid(dataDir)).orElseThrow();
            List<ProcessHandle> workers = server.children().toList();
            other.kill();
            server.destroyForcibly();
            server.onExit().join();
            workers.forEach(worker -> worker.onExit().join());
        }
        assertThat(dataDir.resolve("postgres/postmaster.pid")).content().contains("ready");

        try (PostgresInTheBox postgres = PostgresInTheBox.start(dataDir)) {
            assertThat(Sql.run(postgres.address(), "SELECT word FROM kept")).isEqualTo("committed");
        }
    }

    @Test
    void a_process_that_got_the_number_of_a_former_server_is_left_alone() throws Exception {
        PostgresInTheBox.start(dataDir).stop();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.write(
                    dataDir.resolve("postgres/postmaster.pid"),
                    List.of(
                            Long.toString(stranger.pid()),
                            dataDir.resolve("postgres").toString(),
                            "1700000000",
                            "54321",
                            "",
                            "127.0.0.1",
                            "  123456         1",
                            "ready   "));

            try (PostgresInTheBox postgres = PostgresInTheBox.start(dataDir)) {
                assertThat(Sql.run(postgres.address(), "SELECT 1")).isEqualTo("1");
                assertThat(stranger.isAlive()).isTrue();
            }
        } finally {
            stranger.destroy();
        }
    }

    @Test
    void administration_attaches_to_the_server_of_another_process() throws Exception {
        try (PostgresInTheBox postgres = PostgresInTheBox.start(dataDir)) {
            Sql.run(postgres.address(), "CREATE TABLE kept AS SELECT 'attached' AS word");
            long server = DataFolders.serverPid(dataDir);

            try (OtherJvm admin = OtherJvm.running("administer", dataDir)) {
                assertThat(admin.answer()).isEqualTo("attached");
                assertThat(admin.process().waitFor()).isZero();
            }

            assertThat(DataFolders.serverPid(dataDir)).isEqualTo(server);
            assertThat(Sql.run(postgres.address(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void administration_starts_a_server_for_its_own_time_where_none_runs() throws Exception {
        try (PostgresInTheBox postgres = PostgresInTheBox.attachOrStart(dataDir)) {
            assertThat(Sql.run(postgres.address(), "SELECT 1")).isEqualTo("1");
        }

        assertThat(dataDir.resolve("postgres/postmaster.pid")).doesNotExist();
        PostgresInTheBox.start(dataDir).stop();
    }

    @Test
    void administration_waits_for_a_server_that_is_just_starting() throws Exception {
        DataFolder folder = DataFolder.at(dataDir);
        FolderLock starting = FolderLock.tryAcquire(folder.lock()).orElseThrow();
        CompletableFuture<DatabaseAddress> attached = new CompletableFuture<>();
        Thread admin =
                Thread.ofPlatform()
                        .start(() ->
                                attached.complete(
                                        PostgresInTheBox.attachOrStart(dataDir).address()));
        while (admin.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        starting.announce(54321);

        assertThat(attached.join().jdbcUrl()).contains("127.0.0.1:54321");
        starting.release();
    }

    @Test
    void the_server_is_in_no_process_group_that_ctrl_c_reaches() throws Exception {
        try (PostgresInTheBox postgres = PostgresInTheBox.start(dataDir)) {
            assertThat(postgres.address().jdbcUrl()).isNotEmpty();
            assertThat(processGroup(DataFolders.serverPid(dataDir)))
                    .isNotEqualTo(processGroup(ProcessHandle.current().pid()));
        }
    }

    private static String processGroup(long pid) throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "pgid=", "-p", Long.toString(pid)).start();
        String group = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(group.strip()).isNotEmpty();
        return group.strip();
    }
}
