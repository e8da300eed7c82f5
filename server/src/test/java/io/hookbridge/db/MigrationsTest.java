package io.hookbridge.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Sha256;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What docs/upgrade.md promises of migrations. */
@Tag("database")
class MigrationsTest {

    private static final Path MIGRATIONS = Path.of("src/main/resources/io/hookbridge/db/migration");

    private static final Path RELEASED =
            Path.of("src/test/resources/io/hookbridge/db/released-migrations.txt");

    /** Before there was a version to be compatible with. */
    private static final int FIRST_RELEASE = 5;

    private static final Pattern FILE = Pattern.compile("V(\\d+)__[a-z0-9_]+\\.sql");

    /** What a migration makes and does not do. */
    private static final Pattern FUNCTION_BODY = Pattern.compile("(?is)\\bAS \\$\\$.*?\\$\\$");

    private static final Pattern COMMENT = Pattern.compile("--[^\n]*");

    private static final Pattern TAKES_AWAY =
            Pattern.compile(
                    "\\b(DROP(?!\\s+NOT\\s+NULL)|RENAME|TRUNCATE|SET\\s+NOT\\s+NULL|(ALTER\\s+COLUMN\\s+\\w+|ALTER\\s+\\w+)"
                            + "\\s+(SET\\s+DATA\\s+)?TYPE)\\b",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern SAYS_SO =
            Pattern.compile("UPDATE\\s+schema_support\\s+SET\\s+oldest_known");

    private static final Pattern INDEX =
            Pattern.compile(
                    "CREATE\\s+(UNIQUE\\s+)?INDEX\\s+(?<beside>CONCURRENTLY\\s+)?\\w+\\s+ON\\s+(?<table>\\w+)",
                    Pattern.CASE_INSENSITIVE);

    @Test
    void a_migration_that_was_released_never_changes_and_new_ones_come_after_it()
            throws IOException {
        Map<String, String> released =
                Files.readAllLines(RELEASED).stream()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.split(" +", 2))
                        .collect(Collectors.toMap(words -> words[1], words -> words[0]));

        released.forEach((file, sum) ->
                assertThat(sum(file)).as("%s was released; add another one", file).isEqualTo(sum));
        int last = released.keySet().stream().mapToInt(MigrationsTest::number).max().orElseThrow();
        assertThat(files())
                .filteredOn(file -> !released.containsKey(file))
                .allMatch(file -> number(file) > last);
    }

    @Test
    void the_server_knows_the_newest_migration_and_what_it_says_of_older_servers()
            throws IOException {
        assertThat(files().stream().mapToInt(MigrationsTest::number).max())
                .hasValue(SchemaVersion.NEWEST);
        try (TestDatabase database = TestDatabase.create()) {
            int oldestKnown =
                    Jdbi.create(database.dataSource())
                            .withHandle(handle ->
                                    handle.createQuery("SELECT oldest_known FROM schema_support")
                                            .mapTo(Integer.class)
                                            .one());
            assertThat(oldestKnown).isEqualTo(SchemaVersion.OLDEST_KNOWN);
        }
    }

    @Test
    void a_migration_goes_on_under_servers_that_run_or_says_which_ones_have_to_stop()
            throws IOException {
        assertThat(files())
                .filteredOn(file -> number(file) > FIRST_RELEASE)
                .allSatisfy(file -> assertThat(stops(text(file))).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE queue DROP COLUMN fence;",
                "ALTER TABLE queue RENAME COLUMN fence TO fences;",
                "ALTER TABLE queue ALTER COLUMN fence TYPE bigint;",
                "alter table queue alter fence set not null;",
                "TRUNCATE queue;",
                "DO $$ BEGIN TRUNCATE queue; END $$;",
                "CREATE INDEX queue_age ON queue (created_at);"
            })
    void what_stops_servers_that_run_is_noticed(String statement) {
        assertThat(stops("-- Made smaller.\n" + statement)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE queue DROP COLUMN fence; UPDATE schema_support SET oldest_known = 7;",
                "ALTER TABLE queue ADD COLUMN hint text; -- Instead of DROP and RENAME.",
                "ALTER TABLE queue ALTER COLUMN hint DROP NOT NULL;",
                "CREATE FUNCTION tidy() RETURNS void LANGUAGE sql AS $$ TRUNCATE queue $$;",
                "CREATE INDEX CONCURRENTLY queue_age ON queue (created_at);",
                "CREATE TABLE fresh (id uuid); CREATE UNIQUE INDEX fresh_id ON fresh (id);"
            })
    void what_stops_none_is_not_held_up(String statements) {
        assertThat(stops(statements)).isEmpty();
    }

    /** What in a migration would stop servers that know only those before it. */
    private static List<String> stops(String migration) {
        String statements =
                FUNCTION_BODY.matcher(COMMENT.matcher(migration).replaceAll("")).replaceAll("");
        Stream<String> takenAway =
                SAYS_SO.matcher(statements).find()
                        ? Stream.empty()
                        : TAKES_AWAY.matcher(statements).results().map(MatchResult::group);
        Stream<String> locking =
                INDEX.matcher(statements)
                        .results()
                        .filter(index -> index.group("beside") == null)
                        .filter(index ->
                                !statements.contains("CREATE TABLE " + index.group("table") + " "))
                        .map(MatchResult::group);
        return Stream.concat(takenAway, locking).toList();
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static int number(String file) {
        return FILE.matcher(file)
                .results()
                .mapToInt(name -> Integer.parseInt(name.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private static String sum(String file) {
        return HexFormat.of().formatHex(Sha256.of(text(file)));
    }

    private static String text(String file) {
        try {
            return Files.readString(MIGRATIONS.resolve(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
