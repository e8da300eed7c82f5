package io.hookbridge.loadtest.cluster;

import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.Children;
import io.hookbridge.loadtest.process.Signals;
import io.hookbridge.loadtest.process.Workspace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL of our own for several servers, on the cluster that {@code migrate} has made in a
 * data folder, with what the server says it needs: fsync and full page writes.
 */
public final class Postgres {

    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Children children;
    private final Workspace workspace;
    private final Path folder;
    private final Optional<SteppedClock> clock;
    private final int port = FixedPorts.free();
    private @Nullable Process process;

    /**
     * @param clock that it is to see; the machine's if empty
     */
    public Postgres(Children children, Workspace workspace, Optional<SteppedClock> clock) {
        this(children, workspace, workspace.data().resolve("postgres"), clock);
    }

    private Postgres(
            Children children, Workspace workspace, Path folder, Optional<SteppedClock> clock) {
        this.clock = clock;
        this.children = children;
        this.workspace = workspace;
        this.folder = folder;
    }

    /**
     * A standby that follows this one by streaming replication. It begins as a copy of the files,
     * so this one must not run, nor have run since they were made.
     */
    public Postgres standby() {
        Path copy = workspace.root().resolve("standby");
        copy(folder, copy);
        try {
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
            Files.createFile(copy.resolve("standby.signal"));
            Files.writeString(
                    copy.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres password=%s'\n"
                            .formatted(port, password()),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new BenchFailure("no standby can be made: " + failure.getMessage());
        }
        return new Postgres(children, workspace, copy, Optional.empty());
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        } catch (IOException failure) {
            throw new BenchFailure("files cannot be copied: " + failure.getMessage());
        }
    }

    public int port() {
        return port;
    }

    /** Its own clock, if it has one that can be stepped. */
    public Optional<SteppedClock> clock() {
        return clock;
    }

    /** Starts it, also after a crash, and returns when it takes connections. */
    public void start() throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        process = startProcess();
        while (true) {
            try (Connection connection = connect()) {
                if (connection.isValid(1)) {
                    return;
                }
            } catch (SQLException notYet) {
                if (System.nanoTime() - deadline > 0) {
                    throw new BenchFailure("PostgreSQL does not start: " + notYet.getMessage());
                }
            }
            if (!process.isAlive()) {
                // It waits for no process of its predecessor, which may take a moment to end.
                process = startProcess();
            }
            Thread.sleep(20);
        }
    }

    private Process startProcess() {
        Map<String, String> environment = new HashMap<>(Map.of("LC_ALL", "C"));
        clock.ifPresent(one -> environment.putAll(one.settings()));
        return children.start(command(), environment, workspace.newLog("postgres"));
    }

    /** Ends all its processes at once. */
    public void kill() throws InterruptedException {
        Process killed = process;
        if (killed != null) {
            List<ProcessHandle> parts = killed.descendants().toList();
            killed.destroyForcibly().waitFor();
            parts.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Whether all its processes stand still from now on. */
    public void stall(boolean now) throws InterruptedException {
        Process stalled = process;
        if (stalled != null) {
            String signal = now ? "STOP" : "CONT";
            for (ProcessHandle part : stalled.descendants().toList()) {
                Signals.send(part.pid(), signal);
            }
            Signals.send(stalled.pid(), signal);
        }
    }

    /** Ends it in order, with all sessions that are left. */
    public void stop() throws InterruptedException {
        Process running = process;
        if (running != null && running.isAlive()) {
            Signals.send(running.pid(), "INT");
            running.waitFor();
        }
    }

    /** Kills one session's process, upon which PostgreSQL ends all others and recovers. */
    public static void killOneSession(ProcessHandle postmaster) {
        sessions(postmaster).findAny().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Sessions say whose they are in their command line. */
    private static Stream<ProcessHandle> sessions(ProcessHandle postmaster) {
        return postmaster
                .children()
                .filter(child -> commandLine(child).startsWith("postgres: hookbridge hookbridge"));
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException ended) {
            return "";
        }
    }

    /** A connection that does not go through any network that can be cut. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/hookbridge", "hookbridge", password());
    }

    /** How servers are told to connect, through {@code toPort}. */
    public String url(int toPort) {
        return "jdbc:postgresql://127.0.0.1:%d/hookbridge?user=hookbridge&password=%s"
                .formatted(toPort, password());
    }

    private String password() {
        try {
            return Files.readString(workspace.data().resolve("postgres.password")).strip();
        } catch (IOException failure) {
            throw new BenchFailure("no password of PostgreSQL in " + workspace.data());
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it is nobody.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(
                List.of(
                        program().toString(),
                        "-D",
                        folder.toString(),
                        "-p",
                        Integer.toString(port)));
        for (String setting :
                List.of(
                        "listen_addresses=127.0.0.1",
                        "unix_socket_directories=",
                        "fsync=on",
                        "synchronous_commit=on",
                        "full_page_writes=on",
                        // What a standby has not fetched yet must not go while it is away.
                        "wal_keep_size=2GB")) {
            command.addAll(List.of("-c", setting));
        }
        return command;
    }

    private Path program() {
        try (Stream<Path> unpacked = Files.list(workspace.data().resolve("postgres-binaries"))) {
            return unpacked.map(folder -> folder.resolve("bin/postgres"))
                    .filter(Files::isExecutable)
                    .findAny()
                    .orElseThrow();
        } catch (IOException failure) {
            throw new BenchFailure("no PostgreSQL in " + workspace.data());
        }
    }
}
