package io.hookbridge.conformance;

import io.hookbridge.base.MemoryFolder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where places lie whose data nobody reads after this JVM. PostgreSQL waits for a disk at each
 * commit, each stop and each start after a crash, and no test is about that.
 */
final class MemoryPlaces {

    private MemoryPlaces() {}

    /** In memory if the system offers that; gone when this JVM ends. */
    static Path folder() {
        return Made.FOLDER;
    }

    /** Made for the first place. */
    private static final class Made {

        static final Path FOLDER = make();

        private static Path make() {
            try {
                Optional<Path> memory = MemoryFolder.find();
                if (memory.isEmpty()) {
                    return Place.ALL;
                }
                // One for each folder that places would lie in otherwise, so that whoever uses
                // this one also clears away what a JVM left that was killed.
                Path folder =
                        Files.createDirectories(
                                memory.get()
                                        .resolve(
                                                "places" + Place.ALL.toString().replace('/', '-')));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
                return runsPrograms(folder) ? folder : Place.ALL;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private static void delete(Path folder) {
            try {
                MemoryFolder.delete(folder);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        /** Containers often forbid it in memory, and tests write a script where a person would. */
        private static boolean runsPrograms(Path folder) throws IOException {
            Path program = folder.resolve("program");
            Files.writeString(program, "#!/bin/sh\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            try {
                new ProcessBuilder(program.toString()).start();
                return true;
            } catch (IOException forbidden) {
                return false;
            }
        }
    }
}
