package io.hookbridge.loadtest.delivery;

import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.EmbeddedDatabase;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the statements that PostgreSQL executes by a sample of them in its log: the module that
 * would count them all is not part of the embedded one.
 */
public final class StatementLog {

    /** One in ten is logged. */
    private static final int SAMPLE = 10;

    private static final Pattern EXECUTED =
            Pattern.compile("LOG: {2}duration: [\\d.]+ ms {2}(?:execute [^:]+|statement): (.*)");

    private static final int LABEL = 90;

    private StatementLog() {}

    /** Lets PostgreSQL write the sample from now on; statements only, no values. */
    public static void switchOn(EmbeddedDatabase database) throws SQLException {
        try (Connection connection = database.connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            for (String setting :
                    List.of(
                            "log_min_duration_sample = 0",
                            "log_statement_sample_rate = " + 1.0 / SAMPLE,
                            "log_parameter_max_length = 0")) {
                statement.execute("ALTER SYSTEM SET " + setting);
            }
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    /** Where the log ends now. */
    static long position(EmbeddedDatabase database) {
        try {
            return Files.size(database.log());
        } catch (IOException failure) {
            throw new BenchFailure("the log of PostgreSQL is gone: " + failure.getMessage());
        }
    }

    /** About how often each statement was executed, by the beginning of its text. */
    static Map<String, Long> executed(EmbeddedDatabase database, long from, long to) {
        Map<String, Long> counts = new TreeMap<>();
        Path log = database.log();
        try (InputStream bytes = Files.newInputStream(log);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            bytes.skipNBytes(from);
            long at = from;
            @Nullable StringBuilder statement = null;
            for (String line = lines.readLine(); line != null && at < to; line = lines.readLine()) {
                at += line.length() + 1;
                Matcher executed = EXECUTED.matcher(line);
                if (executed.find()) {
                    count(counts, statement);
                    statement = new StringBuilder(executed.group(1));
                } else if (statement != null && line.startsWith("\t")) {
                    statement.append(' ').append(line);
                } else {
                    count(counts, statement);
                    statement = null;
                }
            }
            count(counts, statement);
        } catch (IOException failure) {
            throw new BenchFailure("cannot read " + log + ": " + failure.getMessage());
        }
        return counts;
    }

    private static void count(Map<String, Long> counts, @Nullable StringBuilder statement) {
        if (statement != null) {
            String text = statement.toString().strip().replaceAll("\\s+", " ");
            String label = text.length() > LABEL ? text.substring(0, LABEL) + "…" : text;
            counts.merge(label, (long) SAMPLE, Long::sum);
        }
    }
}
