package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.Api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Asks for payloads of any messages that were accepted, whatever is broken meanwhile, and compares
 * them with what was sent.
 */
final class PayloadReader {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);

    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERRORS = 500;

    private final Api server;
    private final Sender sender;
    private final Random random;
    private final Thread thread = Thread.ofVirtual().name("payload-reader").unstarted(this::read);
    private final LongAdder same = new LongAdder();
    private final LongAdder notNow = new LongAdder();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;

    PayloadReader(Api server, Sender sender, Random random) {
        this.server = server;
        this.sender = sender;
        this.random = random;
    }

    /**
     * What it has seen.
     *
     * @param same payloads as they were sent
     * @param notNow questions that were not answered, or with 503
     * @param wrong what else was answered, in words
     */
    record Seen(long same, long notNow, List<String> wrong) {}

    void start() {
        thread.start();
    }

    Seen finish() throws InterruptedException {
        stopping = true;
        thread.join();
        return new Seen(same.sum(), notNow.sum(), List.copyOf(wrong));
    }

    private void read() {
        while (!stopping) {
            var message = sender.any(random);
            if (message != null) {
                Api.Answer answer = server.payload(message.getValue().message());
                int number =
                        NumberedMessage.numberOf(answer.body().getBytes(StandardCharsets.UTF_8));
                if (answer.status() == OK && number == message.getKey()) {
                    same.increment();
                } else if (answer.status() == 0
                        || answer.status() == TOO_MANY
                        || answer.status() >= SERVER_ERRORS) {
                    notNow.increment();
                    rest(AFTER_FAILURE);
                } else {
                    wrong.add(
                            "%s: %d %s"
                                    .formatted(
                                            message.getValue().message(),
                                            answer.status(),
                                            answer.body()));
                }
            }
            rest(PAUSE);
        }
    }

    private static void rest(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
