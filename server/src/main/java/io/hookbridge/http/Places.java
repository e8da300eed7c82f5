package io.hookbridge.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Virtual threads for handlers, of which so many work at once; what comes beyond that waits for its
 * turn, and costs next to nothing meanwhile.
 */
final class Places {

    private final Semaphore free;
    private final ExecutorService threads;

    Places(int most, String name) {
        free = new Semaphore(most, true);
        threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("http-" + name + "-", 0).factory());
    }

    /**
     * Runs it in a place.
     *
     * @throws RejectedExecutionException after {@link #end}
     */
    void run(Runnable task) {
        threads.execute(() -> {
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

    /**
     * Runs it without a place: for what waits for a client, and for refusals.
     *
     * @throws RejectedExecutionException after {@link #end}
     */
    void runBeside(Runnable task) {
        threads.execute(task);
    }

    /** Interrupts what still runs. */
    void end() {
        threads.shutdownNow();
    }
}
