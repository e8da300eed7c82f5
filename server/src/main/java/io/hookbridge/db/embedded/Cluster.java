package io.hookbridge.db.embedded;

import org.apache.commons.io.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The cluster in a data folder whose lock we hold, while no server of ours runs on it. */
record Cluster(DataFolder folder, Programs programs, Durability durability) {

    static final String SUPERUSER = "postgres";

    private static final Logger log = LoggerFactory.getLogger(Cluster.class);
    private static final int PORT_ATTEMPTS = 5;
    private static final int LOG_LINES_SHOWN = 8;
    private static final Duration POLL = Duration.ofMillis(5);

    /** How long the processes of a killed server may take to notice, and then to obey. */
    private static final Duration ORPHANS_NOTICE = Duration.ofSeconds(2);

    /**
     * Stops a server that outlived a killed HookBridge, waits for the processes of one that was
     * killed itself, and disowns a pid file whose process is another's.
     */
    void clearLeftovers() throws IOException, InterruptedException {
        clearServer();
        clearOrphans();
        PostmasterPid.deleteIfEmpty(folder.cluster());
    }

    private void clearServer() throws IOException, InterruptedException {
        Optional<PostmasterPid> leftover = PostmasterPid.read(folder.cluster());
        if (leftover.isEmpty()) {
            return;
        }
        long pid = leftover.get().pid();
        if (leftover.get().isServerOf(folder.cluster())) {
            log.warn(
                    "Stopping PostgreSQL (process {}), left behind by a HookBridge that was killed",
                    pid);
            new Postmaster(programs, folder.cluster(), leftover.get()).stop();
        } else if (ProcessHandle.of(pid).isPresent()) {
            log.debug("postmaster.pid is stale: process {} is not this PostgreSQL", pid);
            PostmasterPid.disown(folder.cluster());
        }
    }

    /**
     * A new server refuses to start while processes of its predecessor use the shared memory. They
     * notice that it is gone and end, unless they are in the middle of something long.
     */
    private void clearOrphans() throws InterruptedException {
        if (!orphansEnd()) {
            PostmasterPid.processesOn(folder.cluster()).forEach(ProcessHandle::destroyForcibly);
            if (!orphansEnd()) {
                throw new EmbeddedPostgresException(
                        "processes of a PostgreSQL that was killed do not end; data in "
                                + folder.root());
            }
        }
    }

    private boolean orphansEnd() throws InterruptedException {
        long deadline = System.nanoTime() + ORPHANS_NOTICE.toNanos();
        while (PostmasterPid.processesOn(folder.cluster()).findAny().isPresent()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }

    /**
     * Makes the cluster if there is none, never taking a half-made one for whole, and returns its
     * password.
     */
    String initialiseIfAbsent() throws IOException, InterruptedException {
        PasswordFile password = new PasswordFile(folder.password());
        if (Files.exists(folder.cluster())) {
            return password.read();
        }
        password.makeIfAbsent();
        log.info("First start: initialising PostgreSQL in {}", folder.cluster());
        Path unfinished = folder.root().resolve("postgres.unfinished");
        FileUtils.deleteDirectory(unfinished.toFile());
        List<String> options = new ArrayList<>(durability.initialisationOptions());
        options.add("--username=" + SUPERUSER);
        options.add("--pwfile=" + folder.password());
        options.add("--pgdata=" + unfinished);
        programs.run("initdb", options.toArray(String[]::new));
        Files.move(unfinished, folder.cluster(), StandardCopyOption.ATOMIC_MOVE);
        return password.read();
    }

    /**
     * Starts the server on a free port of the loopback address and waits until it takes
     * connections.
     */
    Postmaster start() throws IOException, InterruptedException {
        keepPreviousLog();
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            try {
                return startOn(port);
            } catch (EmbeddedPostgresException e) {
                // Between our choice of a port and its use anybody may take it.
                if (attempt == PORT_ATTEMPTS || isFree(port)) {
                    throw e;
                }
            }
        }
    }

    /**
     * The same on a port that others know by now. The log goes on, because its end may tell why the
     * last server ended.
     */
    Postmaster startOn(int port) throws IOException, InterruptedException {
        // pg_ctl puts the server into a session of its own, so that Ctrl-C in a terminal reaches
        // only us.
        Process pgCtl =
                programs.start(
                        "pg_ctl",
                        "start",
                        "--wait",
                        "--timeout=600", // Recovery after a crash may take minutes.
                        "--pgdata=" + folder.cluster(),
                        "--log=" + folder.log(),
                        "--options=" + durability.serverOptions(port));
        Optional<PostmasterPid> ready = readyServer();
        // pg_ctl looks ten times a second; looking ourselves saves most of a tenth.
        while (ready.isEmpty() && pgCtl.isAlive()) {
            Thread.sleep(POLL);
            ready = readyServer();
        }
        if (ready.isEmpty()) {
            requireStarted(pgCtl);
            ready = readyServer();
        }
        return new Postmaster(programs, folder.cluster(), ready.orElseThrow());
    }

    /** Looks at the process too, because a server that was killed leaves a file that says ready. */
    private Optional<PostmasterPid> readyServer() throws IOException {
        return PostmasterPid.read(folder.cluster())
                .filter(server -> server.ready() && server.isServerOf(folder.cluster()));
    }

    private void requireStarted(Process pgCtl) throws IOException, InterruptedException {
        try {
            Programs.requireSuccess("pg_ctl", pgCtl);
        } catch (EmbeddedPostgresException e) {
            List<String> said =
                    Files.exists(folder.log()) ? Files.readAllLines(folder.log()) : List.of();
            List<String> end =
                    said.subList(Math.max(0, said.size() - LOG_LINES_SHOWN), said.size());
            throw new EmbeddedPostgresException(e.getMessage() + "\n" + String.join("\n", end), e);
        }
    }

    private void keepPreviousLog() throws IOException {
        if (Files.exists(folder.log())) {
            Files.move(
                    folder.log(),
                    folder.log().resolveSibling("postgres.log.1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = listenOn(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = listenOn(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static ServerSocket listenOn(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
    }
}
