package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.Api;
import io.hookbridge.loadtest.cluster.Sent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Sends numbered messages at a steady rate, whatever the servers do. A request without an answer is
 * sent again with the same idempotency key, to the next server, as an SDK and a provider would do
 * it, until its patience ends. One without a key is sent once: its message may be stored or not.
 */
final class Sender {

    /** How long one message is tried. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** More wait for their turn here, as they would in an application. */
    private static final int MOST_AT_ONCE = 64;

    private final List<Api> servers;
    private final Call call;
    private final Map<Integer, Sent> sent = new ConcurrentHashMap<>();
    private final Map<Integer, Long> unanswered = new ConcurrentHashMap<>();
    private final int first;
    private final AtomicInteger numbers;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);
    private final Phaser open = new Phaser(1);
    private volatile boolean stopping;

    /** One request with a message. */
    @FunctionalInterface
    interface Call {

        /**
         * @param turn grows by one from message to message, so that all get both kinds
         */
        Sent send(Api server, int number, int turn);
    }

    /**
     * @param servers of which any may be down
     * @param first the number of the first message
     */
    Sender(List<Api> servers, int first, Call call) {
        this.servers = servers;
        this.first = first;
        this.numbers = new AtomicInteger(first);
        this.call = call;
    }

    /** What became of each number. */
    Map<Integer, Sent> sent() {
        return Map.copyOf(sent);
    }

    /** When the first request of each message began that was not answered with 202. */
    Map<Integer, Long> unanswered() {
        return Map.copyOf(unanswered);
    }

    /** One of the messages that were accepted until now, with its number; null if it was not. */
    Map.@Nullable Entry<Integer, Sent.Accepted> any(Random random) {
        int number = random.nextInt(first, Math.max(first + 1, numbers.get()));
        return sent.get(number) instanceof Sent.Accepted accepted
                ? Map.entry(number, accepted)
                : null;
    }

    /** Those of the last so many messages that were accepted until now. */
    List<Sent.Accepted> last(int most) {
        int next = numbers.get();
        return IntStream.range(Math.max(first, next - most), next)
                .mapToObj(sent::get)
                .filter(Sent.Accepted.class::isInstance)
                .map(Sent.Accepted.class::cast)
                .toList();
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
                beginOne();
                next += interval;
            }
        }
        open.arriveAndDeregister();
    }

    /** Waits for its turn: while a server does not answer, what is due is sent later. */
    private void beginOne() {
        room.acquireUninterruptibly();
        open.register();
        int number = numbers.getAndIncrement();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        sent.put(number, sendOne(number));
                    } finally {
                        room.release();
                        open.arriveAndDeregister();
                    }
                });
    }

    /** Ends; every message has been accepted, refused, or given up when this returns. */
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
            List<Sent> accepted =
                    servers.getFirst()
                            .sendBatch(
                                    IntStream.range(first, first + size)
                                            .mapToObj(n -> NumberedMessage.request(n, endpoint))
                                            .toList());
            for (int i = 0; i < size; i++) {
                sent.put(first + i, accepted.get(i));
            }
            left -= size;
        }
    }

    private Sent sendOne(int number) {
        // Every other number has a key, and each endpoint and server is to get both kinds.
        int turn = number / 2;
        long began = System.nanoTime();
        long deadline = began + PATIENCE.toNanos();
        long pause = FIRST_PAUSE.toNanos();
        for (int attempt = 0; ; attempt++) {
            Sent outcome = call.send(server(turn + attempt), number, turn);
            if (!(outcome instanceof Sent.InDoubt)) {
                return outcome;
            }
            unanswered.putIfAbsent(number, began);
            if (NumberedMessage.key(number).isEmpty() || System.nanoTime() - deadline > 0) {
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
