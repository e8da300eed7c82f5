package io.hookbridge.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds the links between our documents to files and headings that there are. */
@Tag("unit")
class DocumentLinksTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("(?:[a-z]+:|/).*");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    @Test
    void a_link_leads_to_a_file_and_a_heading_that_there_are() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path document : documents()) {
            for (String target : targets(document)) {
                links++;
                if (!isThere(document, target)) {
                    broken.add(ROOT.relativize(document) + " -> " + target);
                }
            }
        }

        assertThat(broken).isEmpty();
        assertThat(links).as("it reads links at all").isGreaterThan(100);
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> ofRoot = Files.list(ROOT);
                Stream<Path> ofSdk = Files.list(ROOT.resolve("sdk-java"));
                Stream<Path> ofExample = Files.list(ROOT.resolve("examples/typescript"));
                Stream<Path> ofDocs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.of(ofRoot, ofSdk, ofExample, ofDocs)
                    .flatMap(Function.identity())
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> targets(Path document) {
        return LINK.matcher(read(document))
                .results()
                .map(link -> link.group(1))
                .filter(target -> !ELSEWHERE.matcher(target).matches())
                .toList();
    }

    private static boolean isThere(Path document, String target) {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path to = file.isEmpty() ? document : document.resolveSibling(file);
        return Files.exists(to)
                && (hash < 0
                        || !to.toString().endsWith(".md")
                        || anchors(to).contains(target.substring(hash + 1)));
    }

    /** As they are made of headings where Markdown is shown: small letters, hyphens for blanks. */
    private static List<String> anchors(Path document) {
        return HEADING.matcher(read(document)).results().map(DocumentLinksTest::anchor).toList();
    }

    private static String anchor(MatchResult heading) {
        return heading.group(1)
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                .replaceAll("\\s", "-");
    }

    private static String read(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
