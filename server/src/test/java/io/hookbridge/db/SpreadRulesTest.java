package io.hookbridge.db;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What docs/citus.md needs of the tables and of the statements about them, on any PostgreSQL. */
@Tag("database")
class SpreadRulesTest {

    private static final Path SOURCES = Path.of("src/main/java/io/hookbridge");

    /** Spread over several servers, by the environment. */
    private static final List<String> SPREAD =
            List.of(
                    "message",
                    "outcome",
                    "attempt",
                    "queue",
                    "listen_line",
                    "listen_entry",
                    "response_body");

    /** Gets another key when it is spread. */
    private static final String WITH_OTHER_KEY = "response_body";

    private static final String ANY_SPREAD = "(?:" + String.join("|", SPREAD) + ")";

    /** Where they are read or written; {@code under_way} and the like are views of them. */
    private static final Pattern ABOUT_SPREAD =
            Pattern.compile(
                    "\\b(?:FROM|JOIN|UPDATE|USING|INTO)\\s+(?:"
                            + ANY_SPREAD
                            + "|under_way|recorded_message|under_way_message|known_under_way_message|message_view|attempt_view)\\b");

    /** On one server, and known to the others. */
    private static final Pattern RETURNS_TIME =
            Pattern.compile(
                    "\\b(?:UPDATE|INTO|DELETE FROM)\\s+(?:"
                            + ANY_SPREAD
                            + "|node|mark|message_count_change)\\b[^;]*\\bRETURNING\\s[^\n]*now\\(\\)",
                    Pattern.DOTALL);

    private static final Pattern STATEMENT = Pattern.compile("\"\"\"\n(.*?)\"\"\"", Pattern.DOTALL);

    private static final Pattern ONE_ENVIRONMENT =
            Pattern.compile("environment_id = (?::environment\\b|\\?)");

    private static final Pattern SET =
            Pattern.compile(
                    "\\bUPDATE\\s+" + ANY_SPREAD + "\\b[^;]*?\\bSET\\b(.*?)\\b(?:FROM|WHERE)\\b",
                    Pattern.DOTALL);

    private static final Pattern ON_CONFLICT =
            Pattern.compile(
                    "\\bINSERT INTO\\s+" + ANY_SPREAD + "\\b[^;]*\\bON CONFLICT\\b",
                    Pattern.DOTALL);

    private static final Pattern WITHOUT_COLUMNS =
            Pattern.compile("\\bFROM\\s+\\(SELECT\\s+FROM\\s+" + ANY_SPREAD + "\\b");

    /** A part that joins with a function, which may stand elsewhere and be put in here. */
    private static final Pattern LOCKED_IN_JOIN =
            Pattern.compile(
                    "\\bMATERIALIZED \\((?:(?!\\)[,\\s]).)*\\bJOIN\\s+(?:LATERAL\\s+)?(?:\\w+\\(|%)(?:(?!\\bSELECT\\b).)*\\bFOR (?:NO KEY )?(?:UPDATE|SHARE|KEY SHARE)\\b",
                    Pattern.DOTALL);

    @Test
    void what_is_spread_is_what_the_function_spreads() {
        try (TestDatabase database = TestDatabase.create()) {
            String function = function(database);

            assertThat(
                            Pattern.compile("create_distributed_table\\('(\\w+)'")
                                    .matcher(function)
                                    .results()
                                    .map(found -> found.group(1)))
                    .containsExactly("message");
            assertThat(function)
                    .contains(
                            "ARRAY['"
                                    + String.join("', '", SPREAD.subList(1, SPREAD.size()))
                                    + "'] LOOP\n        PERFORM create_distributed_table");
        }
    }

    private static String function(TestDatabase database) {
        return text(database, "SELECT prosrc FROM pg_proc WHERE proname = 'distribute'").getFirst();
    }

    @Test
    void every_key_of_what_is_spread_has_the_environment_and_nothing_refers_to_it() {
        try (TestDatabase database = TestDatabase.create()) {
            String tables = "('" + String.join("', '", SPREAD) + "')";

            assertThat(function(database))
                    .contains(
                            "ALTER TABLE %s\n        DROP CONSTRAINT %1$s_pkey,\n        ADD PRIMARY KEY (environment_id, "
                                    .formatted(WITH_OTHER_KEY));
            assertThat(
                            text(
                                    database,
                                    """
                                    SELECT indexrelid::regclass::text
                                      FROM pg_index i
                                      JOIN pg_class c ON c.oid = i.indrelid
                                     WHERE c.relname IN %s
                                       AND i.indisunique
                                       AND i.indexrelid <> '%s_pkey'::regclass
                                       AND NOT EXISTS (SELECT FROM pg_attribute a
                                                        WHERE a.attrelid = i.indrelid
                                                          AND a.attnum = ANY (i.indkey)
                                                          AND a.attname = 'environment_id')
                                    """
                                            .formatted(tables, WITH_OTHER_KEY)))
                    .as("unique without the environment")
                    .isEmpty();
            assertThat(
                            text(
                                    database,
                                    """
                                    SELECT conname
                                      FROM pg_constraint
                                      JOIN pg_class c ON c.oid IN (conrelid, confrelid)
                                     WHERE contype = 'f' AND c.relname IN %1$s
                                     UNION ALL
                                    SELECT tgname
                                      FROM pg_trigger
                                      JOIN pg_class c ON c.oid = tgrelid
                                     WHERE NOT tgisinternal AND c.relname IN %1$s
                                     UNION ALL
                                    SELECT c.relname || '.' || attname
                                      FROM pg_attrdef
                                      JOIN pg_class c ON c.oid = adrelid
                                      JOIN pg_attribute a ON a.attrelid = adrelid AND a.attnum = adnum
                                     WHERE c.relname IN %1$s AND pg_get_expr(adbin, adrelid) LIKE '%%(%%'
                                    """
                                            .formatted(tables)))
                    .as("references, triggers, and defaults that are worked out")
                    .isEmpty();
        }
    }

    @Test
    void statements_about_what_is_spread_can_be_told_to_several_servers() {
        List<String> broken = new ArrayList<>();
        int statements = 0;
        for (Path source : sources()) {
            String text = read(source);
            for (MatchResult found : STATEMENT.matcher(text).results().toList()) {
                String sql = found.group(1);
                if (RETURNS_TIME.matcher(sql).find()) {
                    broken.add(SOURCES.relativize(source) + ": no time is returned\n" + sql);
                }
                if (ABOUT_SPREAD.matcher(sql).find()) {
                    statements++;
                    boolean inParts = text.contains("Spread.parts(") || text.contains("Spread.is(");
                    for (String why : breaks(sql, inParts)) {
                        broken.add(SOURCES.relativize(source) + ": " + why + "\n" + sql);
                    }
                }
            }
        }

        assertThat(broken).isEmpty();
        assertThat(statements).as("it reads statements at all").isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM queue WHERE ctid = ANY (ARRAY(SELECT ctid FROM queue LIMIT 5))",
                "SELECT id FROM queue WHERE node IS NULL FOR UPDATE SKIP LOCKED",
                "WITH RECURSIVE first AS (SELECT FROM queue) SELECT FROM first",
                "SELECT FROM endpoint e, LATERAL (SELECT FROM queue WHERE endpoint_id = e.id LIMIT 1) q",
                "UPDATE queue q SET due_at = now() + r.delay * interval '1 ms' FROM r WHERE q.id = r.id",
                "INSERT INTO outcome (id) VALUES (1) ON CONFLICT DO NOTHING",
                "SELECT count(*) FROM (SELECT FROM queue LIMIT 5) AS counted",
                "SELECT FROM message WHERE id >= (SELECT lowest_watermark())",
                "WITH free AS MATERIALIZED (SELECT q.id FROM queue q JOIN unnest(?) t (id) ON q.id = t.id FOR UPDATE OF q)",
                "WITH free AS MATERIALIZED (SELECT q.id FROM queue q JOIN %1$s ON q.id = t.id FOR UPDATE OF q)"
            })
    void what_several_servers_refuse_is_noticed(String statement) {
        assertThat(breaks(statement, false)).isNotEmpty();
    }

    /**
     * Why Citus refuses {@code sql}, or does something else with it.
     *
     * @param inParts whether its class asks {@link Spread}, and tells each environment apart
     */
    private static List<String> breaks(String sql, boolean inParts) {
        List<String> why = new ArrayList<>();
        boolean one = inParts || ONE_ENVIRONMENT.matcher(sql).find();
        if (sql.contains("ctid")) {
            why.add("where a row lies is not told");
        }
        if (sql.contains("RECURSIVE")) {
            why.add("recursion needs one environment");
        }
        if (sql.contains("lowest_watermark()")) {
            why.add("a function that reads a table is called on another server, without it");
        }
        if (!one
                && Pattern.compile("\\bFOR (NO KEY )?(UPDATE|SHARE|KEY SHARE)\\b")
                        .matcher(sql)
                        .find()) {
            why.add("rows of several servers are not locked by one statement");
        }
        if (LOCKED_IN_JOIN.matcher(sql).find()) {
            why.add(
                    "what is locked in a join with a function is read in another format than written");
        }
        if (!one && sql.contains("LATERAL") && sql.contains("LIMIT")) {
            why.add("LATERAL with LIMIT needs one environment");
        }
        if (!one && WITHOUT_COLUMNS.matcher(sql).find()) {
            why.add("what is brought together from several servers has a column");
        }
        if (SET.matcher(sql).results().anyMatch(set -> set.group(1).contains("interval"))) {
            why.add("times are worked out before an UPDATE, in a MATERIALIZED part");
        }
        if (ON_CONFLICT.matcher(sql).find() && !sql.contains("VALUES (:environment")) {
            why.add("ON CONFLICT needs the values of one environment");
        }
        return why;
    }

    private static List<String> text(TestDatabase database, String query) {
        return Jdbi.create(database.dataSource())
                .withHandle(handle -> handle.createQuery(query).mapTo(String.class).list());
    }

    private static List<Path> sources() {
        try (Stream<Path> all = Files.walk(SOURCES)) {
            return all.filter(source -> source.toString().endsWith("Store.java")).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
