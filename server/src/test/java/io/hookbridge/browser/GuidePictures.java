package io.hookbridge.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The pictures of the guide to the console. The guide says which there are, by linking them; {@code
 * -Ddocs=pictures} has the tests that look at pages take them again.
 */
public final class GuidePictures {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path FOLDER = DOCS.resolve("pictures");
    private static final String TYPE = ".webp";
    private static final Pattern LINK = Pattern.compile("\\(pictures/([\\w-]+)\\.webp\\)");

    private static final boolean TAKEN = "pictures".equals(System.getProperty("docs"));
    private static final SortedSet<String> LINKED = TAKEN ? linked() : new TreeSet<>();

    private GuidePictures() {}

    /** The names of those that the guide links. */
    public static SortedSet<String> linked() {
        try {
            return LINK.matcher(Files.readString(DOCS.resolve("console.md")))
                    .results()
                    .map((MatchResult link) -> link.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The files that there are. */
    public static SortedSet<Path> files() {
        try (var files = Files.list(FOLDER)) {
            return files.collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The file of the picture with this name. */
    public static Path file(String name) {
        return FOLDER.resolve(name + TYPE);
    }

    /** Whether the picture is to be taken again. */
    static boolean wants(String name) {
        return LINKED.contains(name);
    }
}
