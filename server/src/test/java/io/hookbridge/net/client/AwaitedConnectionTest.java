package io.hookbridge.net.client;

import static io.hookbridge.net.client.Posting.CALM;
import static io.hookbridge.net.client.Posting.ENVIRONMENT;
import static io.hookbridge.net.client.Posting.LOOPBACK;
import static io.hookbridge.net.client.Posting.TARGET;
import static io.hookbridge.net.client.Posting.always;
import static io.hookbridge.net.client.Posting.client;
import static io.hookbridge.net.client.Posting.post;
import static io.hookbridge.net.client.RawReceiver.OK;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.net.Destination;
import io.hookbridge.net.Limits;
import io.hookbridge.net.Posted;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** When a message has a connection made, and when it waits for one that is in use. */
@Tag("unit")
class AwaitedConnectionTest {

    private static final int MANY = 16;

    private static final Pool.Keeping KEEPING_MANY =
            new Pool.Keeping(Patience.LONGEST, Patience.LONGEST, Patience.LONGEST, MANY * MANY);

    private final TestCertificates authority = new TestCertificates();
    private final CountDownLatch done = new CountDownLatch(1);

    /** Only the first of its connections comes to be one; the others say nothing. */
    private RawReceiver makingOne() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        ServerSocket encrypted =
                authority
                        .server("receiver.example", Instant.MAX)
                        .getServerSocketFactory()
                        .createServerSocket();
        return RawReceiver.start(
                encrypted,
                connection -> {
                    if (!first.getAndSet(false)) {
                        Posting.await(done);
                    }
                    while (connection.readRequest()) {
                        connection.say(OK);
                    }
                });
    }

    private static List<CompletableFuture<Optional<Posted>>> postMany(
            TargetClient client, String url, BooleanSupplier mayBegin) {
        Destination destination = new Destination(TARGET, ENVIRONMENT, url);
        return Stream.generate(() -> client.post(destination, List.of(), new byte[0], mayBegin))
                .limit(MANY)
                .toList();
    }

    private static long ended(List<CompletableFuture<Optional<Posted>>> posts) {
        return posts.stream().filter(CompletableFuture::isDone).count();
    }

    @Test
    void messages_go_out_over_the_connection_there_is_while_others_are_being_made()
            throws Exception {
        try (TargetClient client =
                        new TargetClient(LOOPBACK, always("127.0.0.1"), CALM, authority.client());
                RawReceiver receiver = makingOne()) {
            String url = "https://receiver.example:" + receiver.port() + "/hook";
            List<CompletableFuture<Optional<Posted>>> posts = postMany(client, url, () -> true);

            // At first as many are made as are wanted, then no more at once than that.
            Patience.until(
                    "all that do not wait for a handshake are answered",
                    () -> ended(posts) >= MANY - 2 * Connections.FREELY);
            assertThat(receiver.connections()).isLessThanOrEqualTo(1 + 2 * Connections.FREELY);

            done.countDown();
            assertThat(posts).allSatisfy(answer -> assertThat(answer.join()).isPresent());
        }
    }

    @Test
    void a_connection_that_ended_by_its_age_does_not_have_everybody_make_one() throws Exception {
        Pool.Keeping keeping =
                new Pool.Keeping(
                        Patience.LONGEST, Duration.ofNanos(1), Patience.LONGEST, MANY * MANY);
        MeterRegistry meters = new SimpleMeterRegistry();
        try (TargetClient client =
                        new TargetClient(
                                LOOPBACK, always("127.0.0.1"), CALM, authority.client(), keeping);
                RawReceiver receiver = makingOne()) {
            String url = "https://receiver.example:" + receiver.port() + "/hook";
            client.watch(meters);
            post(client, url);

            List<CompletableFuture<Optional<Posted>>> posts = postMany(client, url, () -> true);

            Gauge awaited = meters.get("hookbridge.connections.awaited").gauge();
            Patience.until(
                    "all but the first few wait",
                    () -> awaited.value() == MANY - Connections.FREELY);
            done.countDown();
            assertThat(posts).allSatisfy(answer -> assertThat(answer.join()).isPresent());
        }
    }

    @Test
    void a_mistake_with_one_message_keeps_none_waiting_for_ever() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        try (TargetClient client =
                        new TargetClient(
                                LOOPBACK,
                                always("127.0.0.1"),
                                CALM,
                                Tls.ofRuntime(),
                                KEEPING_MANY);
                RawReceiver receiver =
                        RawReceiver.start(connection -> {
                            while (connection.readRequest()) {
                                asked.incrementAndGet();
                                Posting.await(done);
                                connection.say(OK);
                            }
                        })) {
            Destination destination = new Destination(TARGET, ENVIRONMENT, receiver.url());
            List<CompletableFuture<Optional<Posted>>> posts = new ArrayList<>();
            for (int n = 0; n < MANY; n++) {
                boolean fails = n == Connections.FREELY;
                posts.add(
                        client.post(
                                destination,
                                List.of(),
                                new byte[0],
                                () -> !fails || mayBegin(looks.getAndIncrement())));
            }

            Patience.until("all are under way at once", () -> asked.get() == MANY);
            done.countDown();
            assertThat(posts).allSatisfy(answer -> assertThat(answer.join()).isPresent());
        }
    }

    /** Fails while a message waits, more often than connections come to be meanwhile. */
    private static boolean mayBegin(int look) {
        if (look > 0 && look <= MANY) {
            throw new IllegalStateException("expected by the test");
        }
        return true;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, MANY * MANY})
    void a_receiver_that_takes_its_time_gets_a_connection_for_each_message(int kept)
            throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Pool.Keeping keeping =
                new Pool.Keeping(Patience.LONGEST, Patience.LONGEST, Patience.LONGEST, kept);
        try (TargetClient client =
                        new TargetClient(
                                LOOPBACK, always("127.0.0.1"), CALM, Tls.ofRuntime(), keeping);
                RawReceiver receiver =
                        RawReceiver.start(connection -> {
                            while (connection.readRequest()) {
                                asked.incrementAndGet();
                                Posting.await(done);
                                connection.say(OK);
                            }
                        })) {
            List<CompletableFuture<Optional<Posted>>> posts =
                    postMany(client, receiver.url(), () -> true);

            Patience.until("all are under way at once", () -> asked.get() == MANY);
            done.countDown();
            assertThat(posts).allSatisfy(answer -> assertThat(answer.join()).isPresent());
        }
    }

    @Test
    void nobody_waits_where_the_receiver_closes_its_connections() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        RawReceiver.start(connection -> {
                            connection.readRequest();
                            if (asked.incrementAndGet() > 1) {
                                Posting.await(done);
                            }
                            connection.say(
                                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                        })) {
            post(client, receiver.url());
            List<CompletableFuture<Optional<Posted>>> posts =
                    postMany(client, receiver.url(), () -> true);

            Patience.until("all are under way at once", () -> asked.get() == 1 + MANY);
            done.countDown();
            assertThat(posts).allSatisfy(answer -> assertThat(answer.join()).isPresent());
        }
    }

    @Test
    void whoever_has_waited_too_long_for_a_connection_is_put_off() throws Exception {
        Limits limits =
                new Limits(Patience.LONGEST, Duration.ofMillis(100), Patience.LONGEST, 2000, 500);
        try (TargetClient client =
                        new TargetClient(
                                LOOPBACK, always("127.0.0.1"), limits, authority.client());
                RawReceiver receiver = silent()) {
            String url = "https://receiver.example:" + receiver.port() + "/hook";
            List<CompletableFuture<Optional<Posted>>> posts = postMany(client, url, () -> true);

            Patience.until(
                    "those that wait have given up",
                    () -> ended(posts) == MANY - Connections.FREELY);
            assertThat(posts.stream().filter(CompletableFuture::isDone))
                    .allSatisfy(putOff -> assertThat(putOff.join()).isEmpty());
            assertThat(receiver.connections()).isEqualTo(Connections.FREELY);
        }
    }

    @Test
    void whoever_has_waited_begins_only_if_it_still_may() throws Exception {
        AtomicBoolean may = new AtomicBoolean(true);
        try (TargetClient client =
                        new TargetClient(LOOPBACK, always("127.0.0.1"), CALM, authority.client());
                RawReceiver receiver = silent()) {
            String url = "https://receiver.example:" + receiver.port() + "/hook";
            List<CompletableFuture<Optional<Posted>>> posts = postMany(client, url, may::get);

            Patience.until(
                    "some have a connection made",
                    () -> receiver.connections() == Connections.FREELY);
            may.set(false);
            Patience.until(
                    "those that wait are put off", () -> ended(posts) == MANY - Connections.FREELY);
        }
    }

    @Test
    void what_may_not_begin_is_not_sent_over_a_connection_that_there_is() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        RawReceiver.start(connection -> {
                            while (connection.readRequest()) {
                                asked.incrementAndGet();
                                connection.say(OK);
                            }
                        })) {
            post(client, receiver.url());

            assertThat(postMany(client, receiver.url(), () -> false))
                    .allSatisfy(putOff -> assertThat(putOff.join()).isEmpty());
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void what_may_begin_no_more_is_not_sent_over_the_connection_that_was_made_for_it()
            throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger sent = new AtomicInteger();
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        RawReceiver.start(connection -> {
                            while (connection.readRequest()) {
                                sent.incrementAndGet();
                                connection.say(OK);
                            }
                        })) {
            assertThat(
                            postMany(client, receiver.url(), () -> asked.getAndIncrement() == 0)
                                    .getFirst()
                                    .join())
                    .isEmpty();
            assertThat(asked.get()).isGreaterThan(1);
            assertThat(sent).hasValue(0);
        }
    }

    private RawReceiver silent() throws IOException {
        return RawReceiver.start(connection -> Posting.await(done));
    }
}
