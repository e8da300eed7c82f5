package io.hookbridge.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of phrases, against each other and against those who say them. */
@Tag("unit")
class PhrasesTest {

    private static final String DATES = "page.date.";
    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)[,}]");
    private static final Pattern LITERAL = Pattern.compile("\"([a-z]+\\.[a-z_.]+)\"");
    private static final Pattern SAID = Pattern.compile("[.\\s]say\\(\\s*\"([a-z_.]+)\"\\s*[,)+]");

    /** What is written alike in two languages. */
    private static final Set<String> ALIKE =
            Set.of(
                    "fr billing.messages",
                    "es billing.plan",
                    "de audit.kind.user",
                    "de console.name",
                    "de console.optional",
                    "de console.section.live",
                    "de endpoint.form.optional",
                    "de figure.export.optional",
                    "de message.payload",
                    "de operator.server",
                    "de operator.server.version",
                    "de settings.kept.payloads",
                    "de source.body",
                    "de source.request.query",
                    "de source.secret",
                    "de source.token");

    @ParameterizedTest
    @EnumSource
    void every_language_has_every_phrase_with_the_same_arguments(Language language) {
        Map<String, Set<String>> english = arguments(Phrases.ENGLISH);
        if (!Language.CONSOLE.contains(language)) {
            english.keySet().removeIf(key -> Phrases.CONSOLE_PARTS.contains(part(key)));
        }

        Map<String, Set<String>> own = arguments(Phrases.in(language));
        own.keySet().removeIf(key -> Phrases.OF_API.contains(part(key)));

        assertThat(own).isEqualTo(english).hasSizeGreaterThan(100);
    }

    private static String part(String key) {
        return key.substring(0, key.indexOf('.'));
    }

    private static Map<String, Set<String>> arguments(Phrases phrases) {
        return phrases.patterns().entrySet().stream()
                .collect(
                        toMap(
                                Map.Entry::getKey,
                                phrase ->
                                        ARGUMENT.matcher(phrase.getValue())
                                                .results()
                                                .map(argument -> argument.group(1))
                                                .collect(toSet())));
    }

    @Test
    void every_phrase_is_said_and_every_phrase_that_is_said_there_is() {
        Set<String> keys = Phrases.ENGLISH.patterns().keySet();
        Set<String> literals = inSources(LITERAL);
        Set<String> said = inSources(SAID);
        Set<String> beginnings = said.stream().filter(key -> key.endsWith(".")).collect(toSet());

        assertThat(keys)
                .allSatisfy(key ->
                        assertThat(
                                        literals.contains(key)
                                                || beginnings.stream().anyMatch(key::startsWith))
                                .as(key)
                                .isTrue());
        assertThat(said)
                .hasSizeGreaterThan(50)
                .allSatisfy(key ->
                        assertThat(keys)
                                .anyMatch(each ->
                                        key.endsWith(".")
                                                ? each.startsWith(key)
                                                : each.equals(key)));
    }

    private static Set<String> inSources(Pattern pattern) {
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            return files.filter(file -> file.toString().matches(".*\\.(java|jte)"))
                    .flatMap(file -> pattern.matcher(read(file)).results())
                    .map(MatchResult::group)
                    .map(text -> text.replaceFirst("(?s)^[^\"]*\"(.*)\".*$", "$1"))
                    .collect(toCollection(TreeSet::new));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ENGLISH")
    void no_phrase_was_left_in_english(Language language) {
        Map<String, String> english = Phrases.ENGLISH.patterns();

        assertThat(Phrases.in(language).patterns())
                .allSatisfy((key, pattern) -> {
                    if (!key.startsWith(DATES) && !ALIKE.contains(language.tag() + " " + key)) {
                        assertThat(pattern).as(key).isNotEqualTo(english.get(key));
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void a_number_is_followed_by_the_form_that_belongs_to_it(Language language) {
        Phrases phrases = Phrases.in(language);

        assertThat(phrases.patterns())
                .allSatisfy((key, pattern) -> {
                    if (pattern.contains(",choice,")) {
                        String one = form(phrases, key, 1);
                        String two = form(phrases, key, 2);
                        assertThat(one).as(key).isNotEqualTo(two);
                        // The French count nothing as if it were one.
                        assertThat(form(phrases, key, 0))
                                .as(key)
                                .isEqualTo(language == Language.FRENCH ? one : two);
                        assertThat(form(phrases, key, 1_000_000)).as(key).isEqualTo(two);
                    }
                });
    }

    private static String form(Phrases phrases, String key, long count) {
        return phrases.say(key, count, "…", "…")
                .replaceAll("(?<!\\d)" + Pattern.quote(phrases.number(count)) + "(?!\\d)", "#");
    }

    @ParameterizedTest
    @EnumSource
    void phrases_are_set_as_a_printer_would(Language language) {
        Phrases phrases = Phrases.in(language);

        assertThat(phrases.patterns())
                .allSatisfy((key, pattern) -> {
                    if (!key.startsWith(DATES)) {
                        assertThat(pattern)
                                .as(key)
                                .doesNotContain("'", "\"", "...", "  ", " %")
                                .isEqualTo(pattern.strip());
                        if (language == Language.FRENCH) {
                            assertThat(pattern).as(key).doesNotContainPattern("[^\\u202f][;!?]");
                            assertThat(pattern).as(key).doesNotContainPattern("[^\\u00a0]:");
                        }
                        if (language == Language.SPANISH) {
                            assertThat(pattern.contains("?")).isEqualTo(pattern.contains("¿"));
                        }
                    }
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ENGLISH | 1 Dec 2026 | 22 November 2026 | 22 Nov – 1 Dec 2026 | November 2026"
                        + " | 14:05 UTC | 1,234,567",
                "GERMAN | 1.\u00a0Dez. 2026 | 22.\u00a0November 2026 | 22.\u00a0Nov. – 1.\u00a0Dez. 2026 | November 2026"
                        + " | 14:05 Uhr UTC | 1.234.567",
                "SPANISH | 1 dic 2026 | 22 de noviembre de 2026 | 22 nov – 1 dic 2026"
                        + " | noviembre de 2026 | 14:05 UTC | 1.234.567",
                "FRENCH | 1er déc. 2026 | 22 novembre 2026 | 22 nov. – 1er déc. 2026 | novembre 2026"
                        + " | 14:05 UTC | 1\u202f234\u202f567",
            })
    void dates_and_numbers_are_written_as_the_speakers_do(
            Language language,
            String day,
            String longDay,
            String period,
            String month,
            String time,
            String number) {
        Phrases phrases = Phrases.in(language);
        Instant start = Instant.parse("2026-11-22T14:05:00Z");
        Instant end = Instant.parse("2026-12-01T00:00:00Z");

        assertThat(phrases.day(end)).isEqualTo(day);
        assertThat(phrases.longDay(start)).isEqualTo(longDay);
        assertThat(phrases.period(start, end)).isEqualTo(period);
        assertThat(phrases.month(YearMonth.of(2026, 11))).isEqualTo(month);
        assertThat(phrases.time(start)).isEqualTo(time);
        assertThat(phrases.number(1_234_567)).isEqualTo(number);
    }
}
