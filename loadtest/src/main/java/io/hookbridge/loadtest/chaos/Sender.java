package io.hookbridge.loadtest.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends numbered messages at a steady rate, whatever the servers do. A request without an answer is
 * sent again with the same idempotency key, to the next server, as an SDK would do it, until its
 * patience ends.
 */
final class Sender {

    /** How long one message is tried. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** More wait for their turn here, as they would in an application. */
    private static final int MOST_AT_ONCE = 64;

    private final List<Api> servers;
    private final List<String> endpoints;
    private final Map<Integer, Sent> sent = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);
    private final Phaser open = new Phaser(1);
    private volatile boolean stopping;

    /**
     * @param servers of which any may be down
     * @param endpoints that messages go to in turn
     */
    Sender(List<Api> servers, List<String> endpoints) {
        this.servers = servers;
        this.endpoints = endpoints;
    }

    /** What became of each number. */
    Map<Integer, Sent> sent() {
        return Map.copyOf(sent);
    }

    int count() {
        return sent.size();
    }

    /** Sends {@code rate} messages a second from now on. */
    void start(int rate) {
        stopping = false;
        open.register();
        Thread.ofPlatform().name("sender").daemon().start(() -> send(rate));
    }

    private void send(int rate) {
        long interval = Duration.ofSeconds(1).toNanos() / rate;
        long next = System.nanoTime();
        while (!stopping) {
            LockSupport.parkNanos(next - System.nanoTime());
            if (next - System.nanoTime() <= 0) {
                begin(numbers.getAndIncrement());
                next += interval;
            }
        }
        open.arriveAndDeregister();
    }

    private void begin(int number) {
        open.register();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        room.acquireUninterruptibly();
                        try {
                            if (!stopping) {
                                sent.put(number, sendOne(number));
                            }
                        } finally {
                            room.release();
                        }
                    } finally {
                        open.arriveAndDeregister();
                    }
                });
    }

    /**
     * Ends; every message has been accepted, refused, or given up when this returns. Those that
     * still wait for their turn are not sent at all.
     */
    void stop() {
        stopping = true;
        open.arriveAndAwaitAdvance();
    }

    /** Sends {@code count} messages to one endpoint, many with each request; all are accepted. */
    void sendBatches(int count, String endpoint) throws InterruptedException {
        int left = count;
        while (left > 0) {
            int first = numbers.getAndAdd(Math.min(left, Api.LARGEST_BATCH));
            int size = Math.min(left, Api.LARGEST_BATCH);
            List<Sent> accepted = servers.getFirst().sendBatch(first, size, endpoint);
            for (int i = 0; i < size; i++) {
                sent.put(first + i, accepted.get(i));
            }
            left -= size;
        }
    }

    private Sent sendOne(int number) {
        String body = NumberedMessage.request(number, endpoints.get(number % endpoints.size()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long pause = FIRST_PAUSE.toNanos();
        for (int attempt = 0; ; attempt++) {
            Sent outcome = server(number + attempt).send(body);
            if (!(outcome instanceof Sent.InDoubt) || System.nanoTime() - deadline > 0) {
                return outcome;
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE.toNanos());
        }
    }

    /** One that a load balancer knows as healthy, in turn. */
    private Api server(int turn) {
        List<Api> healthy = servers.stream().filter(Api::isInService).toList();
        return healthy.get(turn % healthy.size());
    }
}
