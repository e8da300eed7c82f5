package io.hookbridge.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hookbridge.base.Patience;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Signals to a process, by its id. */
final class Signals {

    private static final int INTERRUPT = 2;

    private Signals() {}

    /**
     * Skips the test where what this JVM starts is deaf to interrupts: a shell without job control
     * has what it starts in the background ignore them, and everything below inherits that.
     */
    static void assumeInterruptsAreHeard() {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            status.filter(line -> line.startsWith("SigIgn:"))
                    .mapToLong(line -> Long.parseUnsignedLong(line.split("\\s+")[1], 16))
                    .forEach(ignored ->
                            assumeTrue(
                                    (ignored >> (INTERRUPT - 1) & 1) == 0,
                                    "interrupts are ignored by whatever started the tests"));
        } catch (NoSuchFileException otherSystem) {
            // Only Linux tells; elsewhere the test finds out.
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Sends the signal with this name, such as {@code INT}; nothing if there is no such process.
     */
    static void send(long pid, String name) {
        try {
            Process kill =
                    new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!kill.waitFor(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("kill does not end");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
