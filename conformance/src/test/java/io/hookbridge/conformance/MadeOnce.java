package io.hookbridge.conformance;

import org.apache.commons.io.FileUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Folders whose content takes long to make and is the same for every test of this jar. The first
 * JVM of the tests that wants one makes it, and the others wait for that.
 */
final class MadeOnce {

    private static final Path ALL = Path.of("target", "made-once").toAbsolutePath();

    private MadeOnce() {}

    /**
     * The folder of this name. What was made for another jar, or by another JDK, is removed.
     *
     * @param make is given an empty folder, which is renamed when it returns
     */
    static Path folder(String name, Consumer<Path> make) {
        try {
            Path lock = Files.createDirectories(ALL).resolve(name + ".lock");
            try (FileChannel making =
                            FileChannel.open(
                                    lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock alone = making.lock()) {
                Path made = ALL.resolve(name + "-" + fingerprint());
                if (Files.notExists(made)) {
                    removeAll(name + "-*");
                    Path unfinished = Files.createDirectory(ALL.resolve(name + "-unfinished"));
                    make.accept(unfinished);
                    Files.move(unfinished, made, StandardCopyOption.ATOMIC_MOVE);
                }
                return made;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What Java itself compares of a jar before it believes an AOT cache. */
    private static String fingerprint() throws IOException {
        Path jar = Launch.jarFile();
        return "%s-%d-%d"
                .formatted(
                        Runtime.version(),
                        Files.size(jar),
                        Files.getLastModifiedTime(jar).toMillis());
    }

    private static void removeAll(String pattern) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(ALL, pattern)) {
            for (Path folder : folders) {
                FileUtils.deleteDirectory(folder.toFile());
            }
        }
    }
}
