package io.hookbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.outbound.OutboundTest;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends one message after the other for as long as a test goes on, each once the one before has
 * been taken: one that is never taken stops it, and fails the test.
 */
final class SteadyTraffic implements AutoCloseable {

    private final AtomicInteger taken = new AtomicInteger();
    private final Thread sender;
    private volatile boolean ends;
    private volatile @Nullable Throwable failure;

    private SteadyTraffic(ConsoleServer server, String endpoint, VerifyingReceiver receiver) {
        sender =
                Thread.ofVirtual()
                        .name("steady-traffic")
                        .unstarted(() -> send(server, endpoint, receiver));
    }

    /** To this endpoint, which leads to the receiver. */
    static SteadyTraffic start(ConsoleServer server, String endpoint, VerifyingReceiver receiver) {
        SteadyTraffic traffic = new SteadyTraffic(server, endpoint, receiver);
        traffic.sender.start();
        return traffic;
    }

    private void send(ConsoleServer server, String endpoint, VerifyingReceiver receiver) {
        try {
            while (!ends) {
                String id = server.send(endpoint);
                awaitTaken(id, receiver.accepted());
                taken.incrementAndGet();
            }
        } catch (InterruptedException | RuntimeException | AssertionError lost) {
            failure = lost;
        }
    }

    /** What else was sent, such as test events, comes between. */
    private static void awaitTaken(String id, BlockingQueue<String> accepted)
            throws InterruptedException {
        String next;
        do {
            next = accepted.poll(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("what is taken until %s is", id).isNotNull();
        } while (!id.equals(next));
    }

    /** Waits until so many more messages have been taken. */
    void awaitMore(int count) {
        int wanted = taken.get() + count;
        var _ =
                OutboundTest.poll(
                        "messages taken",
                        taken::get,
                        now -> {
                            assertThat(failure).isNull();
                            return now >= wanted;
                        });
    }

    /** Ends with the message that is on its way, which must be taken. */
    @Override
    public void close() {
        ends = true;
        try {
            assertThat(sender.join(Patience.LONGEST)).as("the last message is taken").isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        assertThat(failure).isNull();
    }
}
