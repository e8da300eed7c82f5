package io.hookbridge.loadtest.rig;

import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.EmbeddedDatabase;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs the statements that fill a database with what would take a server days.
 *
 * @param sessions opens one
 */
public record FillDatabase(Rig rig, Sessions sessions) {

    /** As many as the small machine has cores. */
    private static final int SESSIONS = 2;

    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(10);

    private static final String VACUUM =
            """
            SELECT format('VACUUM ANALYZE %I', relname)
              FROM pg_class
             WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
             ORDER BY relpages DESC
            """;

    /** Opens sessions. */
    @FunctionalInterface
    public interface Sessions {
        Connection open() throws SQLException;
    }

    /** A session that may do everything, and whose commits wait for no disk. */
    public static Connection connect(EmbeddedDatabase database) throws SQLException {
        Connection connection = database.connectAsSuperuser();
        // Nobody waits for these rows; the server's own sessions are not concerned.
        execute(connection, "SET synchronous_commit = off");
        return connection;
    }

    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of what a query returns. */
    public static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /** Runs statements in their order, two at a time. */
    public void run(String what, List<String> statements) throws InterruptedException {
        rig.say("  %s", what);
        Progress progress = new Progress(what, statements);
        List<Callable<Void>> workers = Collections.nCopies(SESSIONS, () -> work(progress));
        try (ExecutorService executor = Executors.newFixedThreadPool(SESSIONS)) {
            for (Future<Void> worker : executor.invokeAll(workers)) {
                worker.get();
            }
        } catch (ExecutionException failure) {
            throw new BenchFailure("the database cannot be filled: " + failure.getCause());
        }
    }

    /**
     * Vacuums and analyzes every table one by one, as autovacuum does: parents get no statistics.
     */
    public void finish() throws InterruptedException, SQLException {
        try (Connection connection = sessions.open()) {
            run("vacuum", texts(connection, VACUUM));
            execute(connection, "CHECKPOINT");
        }
    }

    private @Nullable Void work(Progress progress) throws SQLException {
        try (Connection connection = sessions.open()) {
            for (String next = progress.next(); next != null; next = progress.next()) {
                execute(connection, next);
            }
        }
        return null;
    }

    /** What is left to do, and a word now and then. */
    private final class Progress {
        private final String what;
        private final Queue<String> left;
        private final int all;
        private final long began = System.nanoTime();
        private long lastWord = began;

        Progress(String what, List<String> statements) {
            this.what = what;
            this.left = new ArrayDeque<>(statements);
            this.all = statements.size();
        }

        synchronized @Nullable String next() {
            long now = System.nanoTime();
            if (now - lastWord > BETWEEN_WORDS.toNanos()) {
                lastWord = now;
                rig.say(
                        "  %s: %d of %d after %d s",
                        what, all - left.size(), all, (now - began) / 1_000_000_000);
            }
            return left.poll();
        }
    }
}
