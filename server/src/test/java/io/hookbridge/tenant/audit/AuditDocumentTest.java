package io.hookbridge.tenant.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code docs/audit.md} lists the actions that leave an event, and no others. */
@Tag("unit")
class AuditDocumentTest {

    private static final String ACTION = "[a-z_]+\\.[a-z_]+";
    private static final Pattern IN_SOURCE = Pattern.compile("\"(" + ACTION + ")\"");
    private static final Pattern IN_DOCUMENT = Pattern.compile("`(" + ACTION + ")`");

    @Test
    void the_actions_of_the_sources_are_told_and_no_others() throws IOException {
        Set<String> told = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "audit.md"))) {
            if (line.startsWith("|")) {
                IN_DOCUMENT.matcher(line).results().forEach(action -> told.add(action.group(1)));
            }
        }

        assertThat(told).isEqualTo(actionsOfTheSources());
    }

    /** Of the files that have to do with the audit; keys of phrases look alike. */
    private static Set<String> actionsOfTheSources() throws IOException {
        TreeSet<String> actions = new TreeSet<>();
        Set<String> phrases = phrases();
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                if (source.contains("udit")) {
                    Matcher found = IN_SOURCE.matcher(source);
                    while (found.find()) {
                        if (!phrases.contains(found.group(1))) {
                            actions.add(found.group(1));
                        }
                    }
                }
            }
        }
        return actions;
    }

    private static Set<String> phrases() throws IOException {
        Properties all = new Properties();
        Path words = Path.of("src", "main", "resources", "io", "hookbridge", "words");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(words, "*_en.properties")) {
            for (Path file : files) {
                try (Reader reader = Files.newBufferedReader(file)) {
                    all.load(reader);
                }
            }
        }
        return all.stringPropertyNames();
    }
}
