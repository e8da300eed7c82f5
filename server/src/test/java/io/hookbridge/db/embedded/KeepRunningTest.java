package io.hookbridge.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

@Timeout(120)
@Tag("database")
class KeepRunningTest {

    private static final List<Duration> AT_ONCE =
            List.of(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    @TempDir private Path temporary;
    private Path dataDir;

    @BeforeEach
    void copy_an_initialised_cluster() throws IOException {
        dataDir = DataFolders.withCluster(temporary.resolve("data"));
    }

    @Test
    void a_killed_server_is_started_again_on_its_port_and_has_every_row() throws Exception {
        try (PostgresInTheBox postgres = PostgresInTheBox.start(dataDir)) {
            postgres.keepRunning(() -> told.add("back"), told::add);
            Sql.run(postgres.address(), "CREATE TABLE kept AS SELECT 'committed' AS word");

            for (int kill = 1; kill <= 2; kill++) {
                long killed = kill();

                assertThat(next()).isEqualTo("back");
                assertThat(DataFolders.serverPid(dataDir)).isNotEqualTo(killed);
                assertThat(Sql.run(postgres.address(), "SELECT word FROM kept"))
                        .isEqualTo("committed");
            }
        }
        Patience.until(
                "what the postmaster left has ended",
                () -> PostmasterPid.processesOn(dataDir.resolve("postgres")).findAny().isEmpty());
    }

    @Test
    void a_server_that_runs_is_not_taken_for_dead_by_who_may_open_no_file() throws Exception {
        PostgresInTheBox postgres = PostgresInTheBox.start(dataDir);
        try (postgres;
                OtherJvm starving = OtherJvm.running("starve", dataDir)) {
            assertThat(starving.answer()).isEqualTo("true true");
        }
    }

    @Test
    void a_process_of_the_killed_server_that_does_not_notice_is_in_nobodys_way() throws Exception {
        try (PostgresInTheBox postgres = PostgresInTheBox.start(dataDir)) {
            ProcessHandle server = ProcessHandle.of(DataFolders.serverPid(dataDir)).orElseThrow();
            ProcessHandle busy = server.children().findFirst().orElseThrow();
            new ProcessBuilder("kill", "-STOP", Long.toString(busy.pid())).start().waitFor();
            postgres.keepRunning(() -> told.add("back"), told::add);

            kill();

            assertThat(next()).isEqualTo("back");
            assertThat(DataFolders.runs(busy.pid())).isFalse();
        }
    }

    @Test
    void a_server_that_cannot_be_started_three_times_is_given_up_in_a_sentence() throws Exception {
        try (OwnServerOnTrial trial = OwnServerOnTrial.start(dataDir)) {
            KeepRunning keeping =
                    new KeepRunning(trial.server(), AT_ONCE, () -> told.add("back"), told::add);
            Files.writeString(
                    dataDir.resolve("postgres/postgresql.conf"), "shared_buffers = lots\n");

            kill();

            assertThat(next())
                    .startsWith(
                            "PostgreSQL ended by itself and could not be started again in 3 attempts: ")
                    .endsWith("postgresql.conf\" contains errors")
                    .hasLineCount(1);
            keeping.stop();
            assertThat(told).isEmpty();
        }
    }

    @Test
    void what_is_told_is_what_postgresql_ended_with() {
        assertThat(
                        KeepRunning.reason(
                                """
                                pg_ctl failed: waiting for server to start.... stopped waiting
                                2026-11-28 09:10:14 UTC [11775] FATAL:  the database system is not yet accepting connections
                                2026-11-28 09:10:14 UTC [11767] FATAL:  could not write to file "pg_wal/xlogtemp": No space left on device
                                2026-11-28 09:10:14 UTC [11764] LOG:  shutting down due to startup process failure
                                """))
                .isEqualTo("could not write to file \"pg_wal/xlogtemp\": No space left on device");
        assertThat(KeepRunning.reason("processes do not end")).isEqualTo("processes do not end");
    }

    @Test
    void an_attempt_that_fails_is_followed_by_one_that_succeeds() throws Exception {
        try (OwnServerOnTrial trial = OwnServerOnTrial.start(dataDir)) {
            int port = trial.server().postmaster().port();
            ServerSocket[] taken = new ServerSocket[1];
            kill();
            Patience.until("the port is free", () -> isTaken(port, taken));

            KeepRunning keeping =
                    new KeepRunning(
                            trial.server(),
                            Collections.nCopies(10_000, Duration.ofMillis(10)),
                            () -> told.add("back"),
                            told::add);
            Patience.until("the first attempt has failed", this::saysAddressInUse);
            taken[0].close();

            assertThat(next()).isEqualTo("back");
            keeping.stop();
        }
    }

    @Test
    void a_server_that_ends_when_all_is_to_end_is_left_alone() throws Exception {
        PostgresInTheBox postgres = PostgresInTheBox.start(dataDir);
        postgres.keepRunning(() -> told.add("back"), told::add);

        postgres.leaveAlone();
        kill();
        postgres.stop();

        assertThat(told).isEmpty();
        Patience.until(
                "what the postmaster left has ended",
                () -> PostmasterPid.processesOn(dataDir.resolve("postgres")).findAny().isEmpty());
    }

    private boolean saysAddressInUse() {
        try {
            return Files.readString(dataDir.resolve("postgres.log"))
                    .contains("Address already in use");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean isTaken(int port, ServerSocket[] taken) {
        try {
            taken[0] = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Returns the number of the process when it is gone. */
    private long kill() throws IOException {
        long pid = DataFolders.serverPid(dataDir);
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        return pid;
    }

    private String next() throws InterruptedException {
        String word = told.poll(60, TimeUnit.SECONDS);
        assertThat(word).isNotNull();
        return word;
    }

    /** A server whose keeper has pauses of its own. */
    private record OwnServerOnTrial(OwnServer server) implements AutoCloseable {

        static OwnServerOnTrial start(Path dataDir) throws Exception {
            DataFolder folder = DataFolder.at(dataDir);
            FolderLock lock = FolderLock.tryAcquire(folder.lock()).orElseThrow();
            return new OwnServerOnTrial(OwnServer.start(folder, lock, Durability.KEPT));
        }

        @Override
        public void close() throws Exception {
            server.stop();
        }
    }
}
