package io.hookbridge.app.command;

import io.hookbridge.app.App;
import io.hookbridge.app.terminal.StartFailure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Starts a server, keeps it running until the process is asked to end, and ends the process only
 * after the server has stopped. Asked during the start, it waits for that and stops then, so that
 * no PostgreSQL is left behind.
 */
final class RunUntilShutdown {

    private static final Logger log = LoggerFactory.getLogger(RunUntilShutdown.class);

    /** Names the file that tells the start script of a server that has run and stopped. */
    private static final String SERVED = "hookbridge.served";

    /** The option of a run that is to be learned from, see the start script. */
    private static final String CACHE_OUTPUT = "-XX:AOTCacheOutput=";

    private final CompletableFuture<App> started = new CompletableFuture<>();

    /** Returns the running server, or throws what its start throws. */
    App start(Supplier<App> start) {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(this::stop));
        try {
            App app = start.get();
            started.complete(app);
            return app;
        } catch (RuntimeException | Error failure) {
            started.completeExceptionally(failure);
            throw failure;
        }
    }

    private void stop() {
        App app;
        try {
            app = started.join();
        } catch (CompletionException notStarted) {
            return; // A start that fails ends by itself what it began.
        }
        app.stop();
        tellOfRun();
        announceCache();
    }

    private static void tellOfRun() {
        String served = System.getProperty(SERVED);
        if (served != null) {
            try {
                Files.write(Path.of(served), new byte[0]);
            } catch (IOException notWritable) {
                log.debug("later starts learn nothing from this one", notWritable);
            }
        }
    }

    /** Java does it after the last hook, and does not say what it is good for. */
    private static void announceCache() {
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith(CACHE_OUTPUT))
                .map(option -> option.substring(CACHE_OUTPUT.length()))
                .forEach(file ->
                        log.info(
                                "Java now writes {}, with which later starts are faster; this takes some seconds,"
                                        + " once",
                                file));
    }

    /** Why the server cannot go on; usually the process ends while this waits. */
    StartFailure awaitFailure() {
        return new StartFailure(started.join().awaitGivenUp());
    }
}
