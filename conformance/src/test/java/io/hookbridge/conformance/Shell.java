package io.hookbridge.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A fresh shell in which a person pastes lines one after another. Closing it ends what was started
 * in it and waits until the shell itself has ended.
 */
final class Shell implements AutoCloseable {

    private final Process process;
    private final Writer keyboard;
    private final Output out;
    private final Output err;

    /**
     * @param name such as {@code sh}
     * @param folder where {@code ./hookbridge} is made to run the jar
     */
    Shell(String name, Path folder) {
        try {
            hookbridge(folder);
            ProcessBuilder builder = new ProcessBuilder(name).directory(folder.toFile());
            builder.environment().keySet().retainAll(List.of("PATH", "HOME", "TMPDIR", "LANG"));
            process = builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        keyboard = process.outputWriter(UTF_8);
        out = new Output("standard output", process.getInputStream());
        err = new Output("standard error", process.getErrorStream());
    }

    /** What the start script does once everything is built. */
    private static void hookbridge(Path folder) throws IOException {
        String command =
                Launch.jar().stream()
                        .map(word -> "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
        Path script = folder.resolve("hookbridge");
        Files.writeString(script, "#!/bin/sh\nexec " + command + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    void paste(String line) {
        try {
            keyboard.write(line + "\n");
            keyboard.flush();
        } catch (IOException failure) {
            throw new AssertionError("the shell has ended; it said:\n" + said(), failure);
        }
    }

    Output out() {
        return out;
    }

    String said() {
        return out.text() + "\n" + err.text();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
    }
}
