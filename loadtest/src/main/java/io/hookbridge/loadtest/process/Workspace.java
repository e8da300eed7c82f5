package io.hookbridge.loadtest.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The folder of one measurement: the server's data and the logs. On a disk, not in memory. */
public final class Workspace {

    private final Path root;
    private int logs;

    private Workspace(Path root) {
        this.root = root;
    }

    /** A new folder inside {@code parent}. */
    public static Workspace in(Path parent) {
        try {
            Files.createDirectories(parent);
            return new Workspace(Files.createTempDirectory(parent, "bench-").toRealPath());
        } catch (IOException failure) {
            throw new BenchFailure(
                    "cannot make a folder in " + parent + ": " + failure.getMessage());
        }
    }

    /** A folder that is there already, perhaps with data. */
    public static Workspace at(Path folder) {
        return new Workspace(folder);
    }

    public Path root() {
        return root;
    }

    public Path data() {
        return root.resolve("data");
    }

    /** A new file for what a process prints. */
    public synchronized Path newLog(String name) {
        logs++;
        return root.resolve("%02d-%s.log".formatted(logs, name));
    }

    /** Deletes the folder with everything in it. */
    public void delete() {
        try (Stream<Path> everything = Files.walk(root)) {
            for (Path path : everything.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException failure) {
            System.err.println("bench: " + root + " could not be deleted: " + failure.getMessage());
        }
    }
}
