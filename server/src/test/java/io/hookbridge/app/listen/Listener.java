package io.hookbridge.app.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.hookbridge.app.client.Api;
import io.hookbridge.app.terminal.Colours;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.Patience;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code listen} as the command runs it, in this JVM; what it prints is kept. */
final class Listener implements AutoCloseable {

    private static final Instant NOW = Instant.parse("2026-11-29T12:30:01Z");

    /** No silence is too long, unless a test says so. */
    static final EventStream.Rhythm CALM = new EventStream.Rhythm(Patience.NEVER, Patience.NEVER);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Api api;
    private final LocalServer local;
    private final ListenRun run;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private @Nullable Thread thread;

    private Listener(
            PlayedServer server,
            LocalServer local,
            ListenRun.Wishes wishes,
            boolean json,
            EventStream.Rhythm rhythm) {
        this.api = server.api();
        this.local = local;
        PrintStream out = new PrintStream(printed, true, UTF_8);
        this.run =
                new ListenRun(
                        api,
                        ListenEndpoint.choose(api, null),
                        local,
                        wishes,
                        json
                                ? new JsonReport(out)
                                : new TextReport(
                                        out, out, new Colours(false), () -> NOW, ZoneOffset.UTC),
                        rhythm,
                        System::nanoTime);
    }

    /** One that forwards everything, one event at a time. */
    static Listener to(String forward, PlayedServer server) {
        return of(server, forward, new ListenRun.Wishes(TypeFilter.EVERYTHING, 1, null));
    }

    static Listener of(PlayedServer server, String forward, ListenRun.Wishes wishes) {
        return new Listener(server, LocalServer.at(forward, false), wishes, false, CALM).start();
    }

    static Listener insecurelyTo(String forward, PlayedServer server) {
        return new Listener(
                        server,
                        LocalServer.at(forward, true),
                        new ListenRun.Wishes(TypeFilter.EVERYTHING, 1, null),
                        false,
                        CALM)
                .start();
    }

    static Listener inJson(String forward, PlayedServer server) {
        return new Listener(
                        server,
                        LocalServer.at(forward, false),
                        new ListenRun.Wishes(TypeFilter.EVERYTHING, 1, null),
                        true,
                        CALM)
                .start();
    }

    static Listener at(EventStream.Rhythm rhythm, String forward, PlayedServer server) {
        return new Listener(
                        server,
                        LocalServer.at(forward, false),
                        new ListenRun.Wishes(TypeFilter.EVERYTHING, 1, null),
                        false,
                        rhythm)
                .start();
    }

    private Listener start() {
        thread =
                Thread.ofPlatform()
                        .name("listen")
                        .start(() -> {
                            try {
                                run.run();
                                ended.complete(null);
                            } catch (StartFailure | InterruptedException over) {
                                ended.completeExceptionally(over);
                            }
                        });
        return this;
    }

    /** All that it has printed. */
    String printed() {
        return printed.toString(UTF_8);
    }

    void awaitPrinted(String text) {
        Patience.until("\"" + text + "\" is printed", () -> printed().contains(text));
    }

    /** Why it has ended by itself. */
    String awaitFailure() {
        try {
            var _ = ended.get(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            return String.valueOf(requireNonNull(failed.getCause()).getMessage());
        } catch (TimeoutException | InterruptedException stillRunning) {
            throw new AssertionError("it goes on:\n" + printed(), stillRunning);
        }
        throw new AssertionError("it has ended without a failure:\n" + printed());
    }

    /** As Ctrl-C ends it. */
    void end() {
        run.end();
    }

    @Override
    public void close() throws Exception {
        run.end();
        api.close();
        local.close();
        if (thread != null && !thread.join(Duration.ofMillis(Patience.millis()))) {
            throw new AssertionError("it does not end:\n" + printed());
        }
    }
}
