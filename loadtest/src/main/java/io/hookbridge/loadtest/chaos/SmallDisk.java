package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.process.BenchFailure;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file system that is small enough to be filled on purpose. */
final class SmallDisk {

    /** A larger one is somebody's, and filling it would take too long. */
    private static final long LARGEST = 8_000_000_000L;

    private static final int PIECE = 1 << 20;

    private final Path filler;

    private SmallDisk(Path folder) {
        this.filler = folder.resolve("filler");
    }

    /** The file system of a folder, if it is one. */
    static Optional<SmallDisk> of(Path folder) {
        try {
            return Files.getFileStore(folder).getTotalSpace() <= LARGEST
                    ? Optional.of(new SmallDisk(folder))
                    : Optional.empty();
        } catch (IOException failure) {
            throw new BenchFailure("no file system: " + failure.getMessage());
        }
    }

    /** Writes until nothing fits any more, not a single byte. */
    void fill() {
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (int size = PIECE; size > 0; size /= 2) {
                writeUntilFull(out, new byte[size]);
            }
        } catch (IOException full) {
            // Closing may fail as well; it is full all the same.
        }
    }

    private static void writeUntilFull(OutputStream out, byte[] piece) {
        try {
            while (true) {
                out.write(piece);
            }
        } catch (IOException full) {
            // A smaller piece may fit.
        }
    }

    void makeRoom() throws IOException {
        Files.deleteIfExists(filler);
    }
}
