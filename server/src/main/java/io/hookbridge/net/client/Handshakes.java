package io.hookbridge.net.client;

import static java.util.Objects.requireNonNull;

import io.hookbridge.base.EnvironmentId;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The threads on which the work of handshakes is done: keys, signatures, certificates. Environments
 * take turns, so that a thousand handshakes of one delay those of others by one at a time. Of each
 * connection that is being made no more than one piece of work waits, so whatever bounds the
 * requests under way bounds what waits here.
 */
final class Handshakes implements AutoCloseable {

    private final ExecutorService threads;

    /** In the order in which their turns come; nobody's queue is empty. */
    private final LinkedHashMap<EnvironmentId, Queue<Runnable>> waiting = new LinkedHashMap<>();

    Handshakes(int threads) {
        this.threads =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().daemon().name("tls-handshake-", 0).factory());
    }

    /** Does the work of one environment's handshakes. */
    Executor of(EnvironmentId environment) {
        return work -> {
            add(environment, work);
            threads.execute(() -> next().run());
        };
    }

    private synchronized void add(EnvironmentId environment, Runnable work) {
        waiting.computeIfAbsent(environment, _ -> new ArrayDeque<>()).add(work);
    }

    private synchronized Runnable next() {
        Map.Entry<EnvironmentId, Queue<Runnable>> first = requireNonNull(waiting.pollFirstEntry());
        Runnable work = first.getValue().remove();
        if (!first.getValue().isEmpty()) {
            waiting.putLast(first.getKey(), first.getValue());
        }
        return work;
    }

    /** What waits is still done. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
