package io.hookbridge.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for a look-up only so long. The system's resolver cannot be interrupted and holds its
 * thread, so it runs on threads of its own, one for each name at most: a name server that stalls
 * delays the look-ups of its own names.
 */
final class BoundedLookup implements HostLookup {

    /** Names looked up at once; beyond them look-ups fail at once. */
    private static final int THREADS = 256;

    private static final int IDLE_SECONDS = 10;

    private final HostLookup lookup;
    private final Duration limit;
    private final ConcurrentMap<String, CompletableFuture<List<InetAddress>>> running =
            new ConcurrentHashMap<>();
    private final Executor threads =
            new ThreadPoolExecutor(
                    0,
                    THREADS,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    Thread.ofPlatform().daemon().name("host-lookup-", 0).factory());

    BoundedLookup(HostLookup lookup, Duration limit) {
        this.lookup = lookup;
        this.limit = limit;
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
        CompletableFuture<List<InetAddress>> others = running.putIfAbsent(host, mine);
        if (others == null) {
            start(host, mine);
        }
        try {
            return (others == null ? mine : others).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unknown(interrupted);
        } catch (ExecutionException | TimeoutException failed) {
            throw unknown(failed);
        }
    }

    private void start(String host, CompletableFuture<List<InetAddress>> result) {
        try {
            threads.execute(() -> {
                try {
                    List<InetAddress> found = lookup.lookup(host);
                    running.remove(host, result);
                    result.complete(found);
                } catch (UnknownHostException | RuntimeException failed) {
                    running.remove(host, result);
                    result.completeExceptionally(failed);
                }
            });
        } catch (RejectedExecutionException busy) {
            running.remove(host, result);
            result.completeExceptionally(busy);
        }
    }

    private static UnknownHostException unknown(Exception reason) {
        UnknownHostException unknown = new UnknownHostException("no address was found in time");
        unknown.initCause(reason);
        return unknown;
    }
}
