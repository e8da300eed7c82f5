package io.hookbridge.net;

import okhttp3.ConnectionPool;
import okhttp3.internal.concurrent.TaskRunner;
import okhttp3.internal.connection.ConnectionListener;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * Lets connection pools look for connections to close once a second.
 *
 * <p>By itself OkHttp wakes a thread after every call to go through all connections of the pool,
 * which at thousands of calls a second takes as long as a third of the calls themselves. A pool can
 * be given another pace only through what OkHttp does not publish.
 */
final class PoolUpkeep implements TaskRunner.Backend {

    private static final long PACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TaskRunner.RealBackend standard =
            new TaskRunner.RealBackend(
                    Thread.ofPlatform().daemon().name("connection-upkeep-", 0).factory());
    private final TaskRunner runner =
            new TaskRunner(this, Logger.getLogger(TaskRunner.class.getName()));

    /** A new pool that is kept at this pace. */
    ConnectionPool pool(int mostIdle, int keepSeconds) {
        return new ConnectionPool(
                mostIdle,
                keepSeconds,
                TimeUnit.SECONDS,
                runner,
                ConnectionListener.Companion.getNONE());
    }

    @Override
    public long nanoTime() {
        return standard.nanoTime();
    }

    /** There is work before the time that is waited for: it can wait as well. */
    @Override
    public void coordinatorNotify(TaskRunner taskRunner) {}

    @Override
    public void coordinatorWait(TaskRunner taskRunner, long nanos) {
        try {
            standard.coordinatorWait(taskRunner, Math.min(nanos, PACE_NANOS));
        } catch (InterruptedException early) {
            // Nobody interrupts these threads; one that woke early looks once more often.
        }
    }

    @Override
    public <T> BlockingQueue<T> decorate(BlockingQueue<T> queue) {
        return standard.decorate(queue);
    }

    @Override
    public void execute(TaskRunner taskRunner, Runnable runnable) {
        standard.execute(taskRunner, runnable);
    }
}
