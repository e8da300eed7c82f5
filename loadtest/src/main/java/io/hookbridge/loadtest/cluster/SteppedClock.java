package io.hookbridge.loadtest.cluster;

import io.hookbridge.loadtest.process.BenchFailure;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The time of day as a server and all that it starts see it, which can be stepped while they run;
 * durations that they measure are not touched. By libfaketime, which a machine has or has not.
 */
public final class SteppedClock {

    /** The package of Debian and others. */
    public static final String PACKAGE = "libfaketime";

    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final Path library;
    private final Path file;

    private SteppedClock(Path library, Path file) {
        this.library = library;
        this.file = file;
    }

    /** Whether this machine has what is needed. */
    public static boolean isPossible() {
        return library().isPresent();
    }

    /**
     * One that tells the right time, if there can be one here.
     *
     * @param file where it is told how far it is ahead
     */
    static Optional<SteppedClock> at(Path file) {
        return library()
                .map(found -> {
                    SteppedClock clock = new SteppedClock(found, file);
                    clock.set(Duration.ZERO);
                    return clock;
                });
    }

    /** Debian has a folder for each kind of machine, others have not. */
    private static Optional<Path> library() {
        for (Path folder : List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"))) {
            if (Files.exists(folder.resolve(LIBRARY))) {
                return Optional.of(folder.resolve(LIBRARY));
            }
            try (DirectoryStream<Path> kinds = Files.newDirectoryStream(folder, "*-linux-gnu*")) {
                for (Path kind : kinds) {
                    if (Files.exists(kind.resolve(LIBRARY))) {
                        return Optional.of(kind.resolve(LIBRARY));
                    }
                }
            } catch (IOException noSuchFolder) {
                // Then the library is not in it.
            }
        }
        return Optional.empty();
    }

    /**
     * For the environment of what is to see this clock. What the library takes for a mend of timed
     * waits, where it finds a glibc that it does not know, makes those of a JVM return at once.
     */
    Map<String, String> settings() {
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
    }

    /** Steps it to so far ahead of the right time, below zero for behind; within a second. */
    public void set(Duration ahead) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, "%+d".formatted(ahead.toSeconds()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new BenchFailure("a clock cannot be set: " + failure.getMessage());
        }
    }
}
