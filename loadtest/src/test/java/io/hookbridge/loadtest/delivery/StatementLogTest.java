package io.hookbridge.loadtest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.loadtest.process.EmbeddedDatabase;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

@Tag("unit")
class StatementLogTest {

    private static final String BEFORE =
            "2026-11-22 12:00:00.000 UTC [7] LOG:  duration: 0.1 ms  execute S_1: SELECT 'before'\n";

    private static final String BETWEEN =
            """
            2026-11-22 12:00:01.000 UTC [7] LOG:  duration: 0.021 ms  parse <unnamed>: BEGIN
            2026-11-22 12:00:01.000 UTC [7] LOG:  duration: 0.011 ms  execute <unnamed>: BEGIN
            2026-11-22 12:00:01.001 UTC [7] LOG:  duration: 1.5 ms  execute S_2: INSERT INTO message
            \t    (id)
            \t    VALUES ($1)
            2026-11-22 12:00:01.002 UTC [8] LOG:  checkpoint starting: time
            \tnot of a statement
            2026-11-22 12:00:01.003 UTC [7] LOG:  duration: 1.5 ms  execute S_2: INSERT INTO message
            \t    (id)
            \t    VALUES ($1)
            2026-11-22 12:00:01.004 UTC [7] LOG:  duration: 0.3 ms  statement: COMMIT
            """;

    private static final String AFTER =
            "2026-11-22 12:00:02.000 UTC [7] LOG:  duration: 0.1 ms  execute S_1: SELECT 'after'\n";

    @Test
    void statements_between_two_places_are_counted_by_their_text(@TempDir Path folder)
            throws IOException {
        EmbeddedDatabase database = new EmbeddedDatabase(folder);
        append(database, BEFORE);
        long from = StatementLog.position(database);
        append(database, BETWEEN);
        long to = StatementLog.position(database);
        append(database, AFTER);

        // Each stands for ten, because one in ten is logged.
        assertThat(StatementLog.executed(database, from, to))
                .containsOnly(
                        Map.entry("BEGIN", 10L),
                        Map.entry("INSERT INTO message (id) VALUES ($1)", 20L),
                        Map.entry("COMMIT", 10L));
    }

    private static void append(EmbeddedDatabase database, String text) throws IOException {
        Files.writeString(
                database.log(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
