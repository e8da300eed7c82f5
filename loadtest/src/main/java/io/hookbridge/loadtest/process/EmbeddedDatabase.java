package io.hookbridge.loadtest.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** The PostgreSQL of a server with this data folder, while it runs. */
public record EmbeddedDatabase(Path dataFolder) {

    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;
    private static final Duration LONGEST_RESTART = Duration.ofMinutes(2);

    private Path cluster() {
        return dataFolder.resolve("postgres");
    }

    private Path pidFile() {
        return cluster().resolve("postmaster.pid");
    }

    /** The number of its first process. */
    long postmaster() {
        return Long.parseLong(line(PID_LINE));
    }

    /** The first process of the PostgreSQL that runs here. */
    public ProcessHandle process() {
        return ProcessHandle.of(postmaster())
                .filter(this::worksHere)
                .orElseThrow(() -> new BenchFailure("PostgreSQL does not run in " + dataFolder));
    }

    /** Returns when the server has started one in the place of {@code former}. */
    public void awaitAnother(ProcessHandle former) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_RESTART.toNanos();
        while (!runsAnother(former)) {
            if (System.nanoTime() > deadline) {
                throw new BenchFailure("PostgreSQL is not started again in " + dataFolder);
            }
            Thread.sleep(20);
        }
    }

    private boolean runsAnother(ProcessHandle former) {
        try {
            return process().pid() != former.pid();
        } catch (BenchFailure none) {
            return false;
        }
    }

    private String line(int number) {
        try {
            List<String> lines = Files.readAllLines(pidFile());
            return lines.get(number).strip();
        } catch (IOException | IndexOutOfBoundsException failure) {
            throw new BenchFailure("PostgreSQL does not run in " + dataFolder);
        }
    }

    /** A connection as the server's own role. */
    public Connection connect() throws SQLException {
        return connect("hookbridge");
    }

    /** A connection that may change settings. */
    public Connection connectAsSuperuser() throws SQLException {
        return connect("postgres");
    }

    private Connection connect(String role) throws SQLException {
        try {
            String password = Files.readString(dataFolder.resolve("postgres.password")).strip();
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:%s/hookbridge".formatted(line(PORT_LINE)),
                    role,
                    password);
        } catch (IOException failure) {
            throw new BenchFailure("no password of PostgreSQL in " + dataFolder);
        }
    }

    /** Where PostgreSQL writes what it has to say. */
    public Path log() {
        return dataFolder.resolve("postgres.log");
    }

    /** The number that a query returns. */
    public static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** What PostgreSQL answers to {@code SHOW name} in a session like the server's. */
    public static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    /** A server that had to be killed leaves its PostgreSQL running. */
    public void endIfLeftBehind() {
        try {
            process().destroy();
        } catch (BenchFailure none) {
            // It has ended with its server.
        }
    }

    /**
     * The number may have gone to a stranger by now; PostgreSQL works in the folder of its cluster.
     */
    private boolean worksHere(ProcessHandle process) {
        try {
            return Files.isSameFile(
                    Path.of("/proc", Long.toString(process.pid()), "cwd"), cluster());
        } catch (IOException stranger) {
            return false;
        }
    }
}
