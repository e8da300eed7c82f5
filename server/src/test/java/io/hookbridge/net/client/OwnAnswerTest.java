package io.hookbridge.net.client;

import static io.hookbridge.net.client.Posting.LOOPBACK;
import static io.hookbridge.net.client.Posting.always;
import static io.hookbridge.net.client.Posting.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.TargetId;
import io.hookbridge.net.Destination;
import io.hookbridge.net.Limits;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Posted;
import io.hookbridge.net.client.TrickyReceiver.Trick;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

/**
 * An answer is never another message's. Targets share hosts and ports; the receivers there answer
 * with the id of the message and do whatever breaks connections besides.
 *
 * <p>{@code -Dhookbridge.exchanges=1000000} makes it long: then 200 targets of 20 environments.
 */
@Tag("unit")
class OwnAnswerTest {

    private static final int EXCHANGES = Integer.getInteger("hookbridge.exchanges", 2_000);
    private static final int TARGETS = EXCHANGES < 100_000 ? 20 : 200;
    private static final int ENVIRONMENTS = TARGETS / 10;
    private static final int WORKERS_PER_TARGET = 5;

    /** Each connection of a target that was kept until a first stray was seen had one at most. */
    private static final int MOST_OF_AN_EARLIER_MESSAGE = TARGETS * WORKERS_PER_TARGET;

    /** Keeps connections whatever a target has done, so that each trick is tried on many. */
    private static final Pool.Keeping TRUSTFUL =
            new Pool.Keeping(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ZERO, 2048);

    private static final Limits LIMITS =
            new Limits(Patience.LONGEST, Patience.LONGEST, Patience.LONGEST, 64 * 1024, 16 * 1024);

    private final AtomicInteger own = new AtomicInteger();
    private final AtomicInteger earlierOfTheSame = new AtomicInteger();
    private final AtomicInteger without = new AtomicInteger();
    private final AtomicInteger sentOnceMore = new AtomicInteger();
    private final Set<String> strangers = ConcurrentHashMap.newKeySet();

    @Test
    void under_every_trick_that_can_be_seen_through_each_answer_is_its_own_messages()
            throws Exception {
        run(EnumSet.complementOf(EnumSet.of(Trick.LATE_STRAY)), TRUSTFUL);

        assertThat(earlierOfTheSame).hasValue(0);
    }

    @Test
    void what_comes_late_and_unasked_reaches_no_other_target() throws Exception {
        run(EnumSet.allOf(Trick.class), TRUSTFUL);
    }

    @Test
    void what_comes_late_and_unasked_reaches_hardly_another_message_of_the_same_target()
            throws Exception {
        run(EnumSet.allOf(Trick.class), Pool.Keeping.USUAL);

        assertThat(earlierOfTheSame.get()).isLessThan(MOST_OF_AN_EARLIER_MESSAGE);
    }

    private void run(Set<Trick> tricks, Pool.Keeping keeping) throws Exception {
        TestCertificates authority = new TestCertificates();
        SSLContext server = authority.server("receiver.example", Instant.MAX);
        List<Trick> all = List.copyOf(tricks);
        try (TargetClient client =
                        new TargetClient(
                                LOOPBACK,
                                always("127.0.0.1"),
                                LIMITS,
                                authority.client(),
                                keeping);
                TrickyReceiver plain = new TrickyReceiver(new ServerSocket(), all);
                TrickyReceiver encrypted =
                        new TrickyReceiver(
                                server.getServerSocketFactory().createServerSocket(), all);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String[] places = {
                "http://127.0.0.1:" + plain.port() + "/hook",
                "http://receiver.example:" + plain.port() + "/hook",
                "https://receiver.example:" + encrypted.port() + "/hook"
            };
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < TARGETS * WORKERS_PER_TARGET; i++) {
                int target = i % TARGETS;
                int worker = i / TARGETS;
                workers.add(
                        threads.submit(() ->
                                deliver(client, target, worker, places[target % places.length])));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        }
        System.out.printf(
                "%d own, %d of an earlier message, %d without answer, %d sent once more%n",
                own.get(), earlierOfTheSame.get(), without.get(), sentOnceMore.get());
        assertThat(strangers).isEmpty();
        assertThat(own.get()).isGreaterThan(EXCHANGES / 2);
    }

    private void deliver(TargetClient client, int target, int worker, String url) {
        Destination destination =
                new Destination(
                        new TargetId(new UUID(10, target)),
                        new EnvironmentId(new UUID(11, target % ENVIRONMENTS)),
                        url);
        for (int i = 0; i < EXCHANGES / TARGETS / WORKERS_PER_TARGET; i++) {
            String ofTarget = "t%d-".formatted(target);
            String id = ofTarget + worker + "." + i;
            Posted posted =
                    client.post(destination, List.of(), id.getBytes(StandardCharsets.US_ASCII))
                            .join()
                            .orElseThrow();
            if (posted.phases().lostMs() != null) {
                sentOnceMore.incrementAndGet();
            }
            if (!(posted.outcome() instanceof Outcome.Answered answer) || answer.status() == 204) {
                without.incrementAndGet();
            } else if (text(answer).equals(id)) {
                own.incrementAndGet();
            } else if (text(answer).matches("(stray )?" + ofTarget + ".*")) {
                earlierOfTheSame.incrementAndGet();
            } else {
                strangers.add(id + " was answered with " + text(answer));
            }
        }
    }
}
