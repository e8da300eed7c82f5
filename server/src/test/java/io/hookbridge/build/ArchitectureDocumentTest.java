package io.hookbridge.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The map in docs/architecture.md names every package of the server, and no other; this page and
 * docs/one-node.md name no class that is not there.
 */
@Tag("unit")
class ArchitectureDocumentTest {

    private static final Path SOURCES = Path.of("src/main/java/io/hookbridge");

    /**
     * A word in code that is written like a class, perhaps with its package or one of its methods.
     */
    private static final Pattern CLASS =
            Pattern.compile("`(?:[a-z]+\\.)*([A-Z][A-Za-z]*[a-z][A-Za-z]*)(?:\\.[a-z]\\w*)?`");

    private static final Set<String> OF_JAVA = Set.of("InstantSource");

    @Test
    void the_map_names_every_package() throws IOException {
        assertThat(onTheMap()).isEqualTo(inTheSources());
    }

    @ParameterizedTest
    @ValueSource(strings = {"architecture.md", "one-node.md"})
    void every_class_that_is_named_exists(String page) throws IOException {
        Set<String> named = new TreeSet<>();
        CLASS.matcher(Files.readString(Path.of("../docs", page)))
                .results()
                .forEach(name -> named.add(name.group(1)));
        named.removeAll(OF_JAVA);
        named.removeAll(classes());
        assertThat(named).isEmpty();
    }

    private static Set<String> classes() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }

    private static Set<String> inTheSources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.endsWith("package-info.java"))
                    .map(file -> SOURCES.relativize(file.getParent()))
                    // A folder that only holds packages has no types and no document.
                    .flatMap(name -> Stream.iterate(name, Objects::nonNull, Path::getParent))
                    .map(name -> name.toString().replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** The packages of the map that are in no other one, from top to bottom. */
    static List<String> topPackages() throws IOException {
        return map().stream()
                .filter(line -> !line.startsWith(" "))
                .map(line -> line.split(" ", 2)[0])
                .toList();
    }

    /** Names at the beginning of a line; two blanks more are a package below. */
    private static Set<String> onTheMap() throws IOException {
        Set<String> packages = new TreeSet<>();
        List<String> above = new ArrayList<>();
        for (String line : map()) {
            int depth = (line.length() - line.stripLeading().length()) / 2;
            if (depth > above.size()) {
                continue;
            }
            above.subList(depth, above.size()).clear();
            String parent = String.join("", above);
            List<String> names =
                    Stream.of(line.strip().split(" +"))
                            .takeWhile(word -> depth == 0 || word.startsWith("."))
                            .limit(depth == 0 ? 1 : Long.MAX_VALUE)
                            .toList();
            names.forEach(name -> packages.add(parent + name));
            above.add(names.getLast());
        }
        return packages;
    }

    private static List<String> map() throws IOException {
        return Files.readAllLines(Path.of("../docs/architecture.md")).stream()
                .dropWhile(line -> !line.startsWith("app  "))
                .takeWhile(line -> !line.equals("```"))
                .toList();
    }
}
