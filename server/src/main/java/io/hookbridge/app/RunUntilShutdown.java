package io.hookbridge.app;

import java.util.concurrent.CountDownLatch;

/**
 * Keeps a server running until the process is asked to end, and ends the process only after the
 * server has stopped.
 */
final class RunUntilShutdown {

    private RunUntilShutdown() {}

    static void run(App app) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("shutdown")
                                .unstarted(() -> {
                                    app.stop();
                                    stopped.countDown();
                                }));
        stopped.await();
    }
}
