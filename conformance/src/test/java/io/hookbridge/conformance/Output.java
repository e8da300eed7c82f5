package io.hookbridge.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines that a child process prints, as they come. Safe for use by many threads. */
final class Output {

    private final String name;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    /**
     * @param name how failures call it
     */
    Output(String name, InputStream stream) {
        this.name = name;
        // Not a virtual thread: reading a pipe would keep its carrier.
        Thread.ofPlatform().daemon().name(name).start(() -> collect(stream));
    }

    private void collect(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException closed) {
            add("(" + closed.getMessage() + ")");
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    String text() {
        return String.join("\n", lines());
    }

    /**
     * The first match in any line, those already printed included.
     *
     * @throws AssertionError if there is none in time, or none before the process closes its output
     */
    MatchResult await(Pattern pattern, Duration patience) {
        return await(() -> firstMatch(pattern), patience)
                .orElseThrow(() ->
                        new AssertionError(
                                "no \"" + pattern + "\" on " + name + ", which said:\n" + text()));
    }

    private Optional<MatchResult> firstMatch(Pattern pattern) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(Matcher::toMatchResult)
                .findFirst();
    }

    /**
     * Waits until nothing more can come; some seconds at the most, because a process that outlives
     * the child may hold the stream open.
     */
    void awaitEnd() {
        await(Optional::empty, Duration.ofSeconds(5));
    }

    /** Asks for what is wanted after every line, until it is there, the end comes or time is up. */
    private synchronized <T> Optional<T> await(Supplier<Optional<T>> wanted, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<T> found = wanted.get();
        try {
            while (found.isEmpty() && !ended && millisUntil(deadline) > 0) {
                wait(Math.max(1, millisUntil(deadline)));
                found = wanted.get();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return found;
    }

    private static long millisUntil(long deadline) {
        return Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    }
}
