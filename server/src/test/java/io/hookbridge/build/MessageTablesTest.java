package io.hookbridge.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Who writes the tables of messages, as the sources say it. */
@Tag("unit")
class MessageTablesTest {

    private static final Path SOURCES = Path.of("src/main/java/io/hookbridge");

    /** An erasure takes away whatever a tenant has, in every table. */
    private static final Path ERASURE = Path.of("tenant/erasure/ErasureStore.java");

    /** Where messages are looked for by something else. */
    private static final List<Path> ACROSS_ENVIRONMENTS =
            List.of(
                    // By the node that holds them, and by the target that they are due for.
                    Path.of("message/ClaimStore.java"),
                    Path.of("message/MarkStore.java"),
                    Path.of("message/TakeOverStore.java"),
                    // What is over, in the background, some at a time.
                    Path.of("message/retention/GiveUpStore.java"),
                    Path.of("inbound/listen/OldEntryStore.java"),
                    // Of the whole installation.
                    Path.of("app/doctor/BackupFactsStore.java"),
                    Path.of("insight/metric/LedgerStore.java"));

    private static final Pattern STATEMENT = Pattern.compile("\"\"\"\n.*?\"\"\"", Pattern.DOTALL);

    private static final String OF_MESSAGES =
            "(message|queue|outcome|mark|response_body|attempt|idempotency_key)";

    @Test
    void only_messages_write_the_tables_of_messages() throws IOException {
        Pattern writing =
                Pattern.compile(
                        "((INSERT INTO|UPDATE|DELETE FROM|MERGE INTO|TRUNCATE|COPY)\\s+|new CopyRows\\(\\s*\")"
                                + OF_MESSAGES
                                + "\\b");
        assertThat(having(writing))
                .filteredOn(source -> !source.startsWith("message"))
                .containsExactly(ERASURE);
    }

    @Test
    void a_message_leaves_its_table_in_one_place_only() throws IOException {
        assertThat(having(Pattern.compile("DELETE FROM outcome\\b")))
                .containsExactly(Path.of("message/MoveStore.java"));
        assertThat(having(Pattern.compile("DELETE FROM queue\\b")))
                .containsExactlyInAnyOrder(
                        Path.of("message/MoveStore.java"),
                        Path.of("message/RecordStore.java"),
                        Path.of("message/TakenStore.java"));
        assertThat(having(Pattern.compile("DELETE FROM message\\b")))
                .containsExactlyInAnyOrder(Path.of("message/PayloadStore.java"), ERASURE);
        assertThat(having(Pattern.compile("INSERT INTO outcome\\b")))
                .containsExactlyInAnyOrder(
                        Path.of("message/MoveStore.java"), Path.of("message/TakenStore.java"));
    }

    @Test
    void counts_of_messages_change_where_messages_do() throws IOException {
        assertThat(having(Pattern.compile("INSERT INTO message_count_change\\b")))
                .containsExactly(Path.of("message/CountChangeStore.java"));
    }

    /**
     * A table that is read or changed stands behind one of a few words, so that as many conditions
     * have to name the environment.
     */
    @Test
    void a_statement_names_the_environment_of_each_table_of_messages() throws IOException {
        Pattern table =
                Pattern.compile(
                        "\\b(FROM|JOIN|UPDATE|USING)\\s+("
                                + "message|message_view|recorded_message|under_way|under_way_message|known_under_way_message|queue|outcome|mark"
                                + "|response_body|attempt|attempt_view|pull_event|pull_clock|listen_line|listen_entry)\\b");
        Pattern environment = Pattern.compile("\\benvironment_id = ");

        assertThat(
                        sources()
                                .filter(source ->
                                        STATEMENT
                                                .matcher(read(source))
                                                .results()
                                                .map(MatchResult::group)
                                                .anyMatch(sql ->
                                                        count(table, sql)
                                                                > count(environment, sql)))
                                .map(SOURCES::relativize))
                .containsExactlyInAnyOrderElementsOf(ACROSS_ENVIRONMENTS);
    }

    /** PostgreSQL reads all days where they are an argument. */
    @Test
    void several_days_of_payloads_are_named_as_literals() throws IOException {
        Pattern argument = Pattern.compile("expires_on = ANY\\(:");

        assertThat(sources().filter(source -> argument.matcher(read(source)).find())).isEmpty();
        assertThat(having(Pattern.compile("expires_on IN \\(%s\\)")))
                .contains(Path.of("delivery/DueStore.java"));
    }

    private static long count(Pattern pattern, String text) {
        return pattern.matcher(text).results().count();
    }

    /** The sources below {@link #SOURCES} in which the pattern is found. */
    private static List<Path> having(Pattern pattern) throws IOException {
        List<Path> found =
                sources()
                        .filter(source -> pattern.matcher(read(source)).find())
                        .map(SOURCES::relativize)
                        .toList();
        assertThat(found).isNotEmpty();
        return found;
    }

    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> all = Files.walk(SOURCES)) {
            return all.filter(source -> source.toString().endsWith(".java")).toList().stream();
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
