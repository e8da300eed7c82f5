package io.hookbridge.base;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Memory as a file system, for what tests write and nobody reads after them. */
public final class MemoryFolder {

    private static final Path MEMORY = Path.of("/dev/shm");

    /**
     * For the JVMs of tests that run beside each other: 256 MB of write-ahead log each, and a few
     * databases at a time.
     */
    private static final long ROOM_BYTES = 4L * 1024 * 1024 * 1024;

    private MemoryFolder() {}

    /**
     * The folder that all tests of this user share, which may not be there yet; empty where the
     * system offers none or it has little room left.
     */
    public static Optional<Path> find() throws IOException {
        if (!Files.isWritable(MEMORY)
                || Files.getFileStore(MEMORY).getUsableSpace() <= ROOM_BYTES) {
            return Optional.empty();
        }
        return Optional.of(
                MEMORY.resolve("hookbridge-tests-of-" + System.getProperty("user.name")));
    }

    /**
     * Deletes a folder with all that is in it and can be deleted. What is usual for that also makes
     * each file writable before, and takes seconds for the files of a few databases.
     */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (UncheckedIOException gone) {
            // Whoever worked there cleared something away meanwhile.
        }
    }
}
