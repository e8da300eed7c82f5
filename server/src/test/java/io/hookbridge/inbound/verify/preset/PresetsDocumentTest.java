package io.hookbridge.inbound.verify.preset;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.inbound.verify.scheme.Flaw;
import io.hookbridge.inbound.verify.scheme.Scheme;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Keeps the table in docs/presets.md equal to the presets. {@code -Ddocs=apply} rewrites it. */
@Tag("unit")
class PresetsDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/presets.md");
    private static final String BEGIN = "<!-- written from presets.json -->\n";
    private static final String END = "<!-- until here -->\n";

    @Test
    void the_table_lists_every_preset_as_it_is() throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        String expected =
                document.substring(0, begin) + table() + document.substring(document.indexOf(END));
        if ("apply".equals(System.getProperty("docs"))) {
            Files.writeString(DOCUMENT, expected);
            document = expected;
        }

        assertThat(document)
                .as(
                        "write it again with: mvn -q -pl server test -Dtest=PresetsDocumentTest -Ddocs=apply")
                .isEqualTo(expected);
    }

    @Test
    void every_reason_to_refuse_is_told() throws IOException {
        String document = Files.readString(DOCUMENT);

        assertThat(Flaw.values()).allMatch(flaw -> document.contains("`" + flaw.code() + "`"));
    }

    private static String table() {
        List<Preset> presets =
                Presets.shipped().all().stream()
                        .sorted(
                                Comparator.comparing(
                                        preset -> preset.title().toLowerCase(Locale.ROOT)))
                        .toList();
        return "| preset | provider | what to do there | secret of the endpoint | what is checked | a repetition is known by | known from | careful |\n"
                + "|---|---|---|---|---|---|---|---|\n"
                + presets.stream().map(PresetsDocumentTest::row).collect(Collectors.joining());
    }

    private static String row(Preset preset) {
        Handbook handbook = preset.handbook().orElseThrow();
        return "| `%s` | %s | %s | %s | %s | %s | %s | %s |%n"
                .formatted(
                        preset.id(),
                        preset.title(),
                        cell(Optional.of(handbook.setUp())),
                        cell(handbook.secret()),
                        preset.schemes().stream()
                                .map(PresetsDocumentTest::check)
                                .distinct()
                                .collect(Collectors.joining(", or ")),
                        repetition(preset),
                        handbook.evidence().name().toLowerCase(Locale.ROOT),
                        cell(handbook.caution()));
    }

    private static String repetition(Preset preset) {
        return preset.dedupe().isEmpty()
                ? "nothing"
                : preset.dedupe().stream()
                        .map(parts ->
                                parts.stream()
                                        .map("`%s`"::formatted)
                                        .collect(Collectors.joining(" and ")))
                        .collect(Collectors.joining(", or "));
    }

    private static String cell(Optional<String> text) {
        return text.map(it -> it.replace("|", "\\|")).orElse("");
    }

    private static String check(Scheme scheme) {
        return switch (scheme) {
            case Scheme.Signed signed ->
                    "`%s` %s of `%s`"
                            .formatted(
                                    signed.signature().source(),
                                    signed.algorithm()
                                            .name()
                                            .replace('_', '-')
                                            .replace("SHA", "SHA-")
                                            .replace("SHA--", "SHA-"),
                                    signed.text());
            case Scheme.Token token -> "`%s` is the secret".formatted(token.source());
            case Scheme.Basic() -> "Basic authentication";
            case Scheme.None() -> "nothing";
            case Scheme.Coded coded -> "as %s signs".formatted(coded.word());
        };
    }
}
