package io.hookbridge.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A process that was started here, and is ended here by its process id, at the latest when this JVM
 * ends.
 */
final class Child implements AutoCloseable {

    /**
     * For a command that unpacks and initialises PostgreSQL on a busy machine, and stops it again.
     */
    private static final Duration LONGEST_RUN = Duration.ofMinutes(2);

    private final Process process;
    private final Thread lastResort;
    private final Output out;
    private final Output err;

    Child(ProcessBuilder builder) {
        try {
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        out = new Output("standard output", process.getInputStream());
        err = new Output("standard error", process.getErrorStream());
        lastResort = new Thread(() -> process.destroy());
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    Output out() {
        return out;
    }

    Output err() {
        return err;
    }

    /** Everything that it printed. */
    String said() {
        return out.text() + "\n" + err.text();
    }

    /** Sends the signal with this name, such as {@code INT}. */
    void signal(String name) {
        Signals.send(process.pid(), name);
    }

    /**
     * The exit code, once the process has ended; {@code 128 + n} where signal {@code n} ended it.
     *
     * @throws AssertionError if it does not end in time
     */
    int awaitExit() {
        if (!ended(LONGEST_RUN)) {
            throw new AssertionError("the process does not end; it said:\n" + said());
        }
        out.awaitEnd();
        err.awaitEnd();
        return process.exitValue();
    }

    private boolean ended(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks the process to end, and makes it end if it does not. */
    @Override
    public void close() {
        process.destroy();
        if (!ended(LONGEST_RUN)) {
            process.destroyForcibly();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException stopping) {
            // This JVM is ending, and the hook with it.
        }
    }
}
