package io.hookbridge.loadtest.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The processes that were started here. None outlives this one, also when it is interrupted with
 * Ctrl-C.
 */
public final class Children implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    private final Deque<Process> running = new ArrayDeque<>();
    private final Thread atExit;
    private boolean ended;

    /**
     * @param afterInterrupt what is left to do when we are interrupted and the children have ended
     */
    public Children(Runnable afterInterrupt) {
        atExit =
                Thread.ofPlatform()
                        .name("end-children")
                        .unstarted(() -> {
                            endAll();
                            afterInterrupt.run();
                        });
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts a program.
     *
     * @param environment added to our own, of which settings of the server are left out
     * @param output where its output and its errors are written
     */
    public synchronized Process start(
            List<String> command, Map<String, String> environment, Path output) {
        if (ended) {
            throw new BenchFailure("interrupted");
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("HOOKBRIDGE_"));
        builder.environment().putAll(environment);
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        try {
            Process process = builder.start();
            running.push(process);
            return process;
        } catch (IOException failure) {
            throw new BenchFailure(
                    "cannot start " + command.getFirst() + ": " + failure.getMessage());
        }
    }

    /**
     * Asks the process to end, waits for it, and ends it by force if it takes too long; then
     * whatever it has left behind.
     */
    public void end(Process process) {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        descendants.forEach(ProcessHandle::destroy);
        synchronized (this) {
            running.remove(process);
        }
    }

    private void endAll() {
        List<Process> left;
        synchronized (this) {
            ended = true;
            left = List.copyOf(running);
        }
        left.forEach(this::end);
    }

    @Override
    public void close() {
        endAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // Then it has run or is about to, which is harmless.
        }
    }
}
