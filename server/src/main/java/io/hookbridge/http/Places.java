package io.hookbridge.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Virtual threads for handlers, of which so many work at once; what comes beyond that waits for its
 * turn, and costs next to nothing meanwhile.
 */
final class Places {

    private static final Logger log = LoggerFactory.getLogger(Places.class);

    private final Semaphore free;
    private final ExecutorService threads;

    Places(int most, String name) {
        free = new Semaphore(most, true);
        threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("http-" + name + "-", 0).factory());
    }

    /** Runs it in a place; after {@link #end} not at all. */
    void run(Runnable task) {
        runBeside(() -> {
            try {
                free.acquire();
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
                return;
            }
            try {
                task.run();
            } finally {
                free.release();
            }
        });
    }

    /** The same without a place: for what waits for a client, and for refusals. */
    void runBeside(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException ended) {
            log.debug("nothing is begun any more, the server ends");
        }
    }

    /** Interrupts what still runs. */
    void end() {
        threads.shutdownNow();
    }
}
