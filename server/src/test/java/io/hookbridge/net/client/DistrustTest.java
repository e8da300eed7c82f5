package io.hookbridge.net.client;

import static io.hookbridge.net.client.Posting.CALM;
import static io.hookbridge.net.client.Posting.ENVIRONMENT;
import static io.hookbridge.net.client.Posting.LOOPBACK;
import static io.hookbridge.net.client.Posting.always;
import static io.hookbridge.net.client.Posting.answered;
import static io.hookbridge.net.client.Posting.post;
import static io.hookbridge.net.client.Posting.text;
import static io.hookbridge.net.client.RawReceiver.OK;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.base.TargetId;
import io.hookbridge.net.Destination;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What becomes of a target that sends what nobody asked for. */
@Tag("unit")
class DistrustTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final MeterRegistry meters = new SimpleMeterRegistry();

    private TargetClient client(Duration distrust) {
        TargetClient client =
                new TargetClient(
                        LOOPBACK,
                        always("127.0.0.1"),
                        CALM,
                        Tls.ofRuntime(),
                        new Pool.Keeping(LONG, LONG, distrust, 100));
        client.watch(meters);
        return client;
    }

    private int distrusted() {
        return (int) meters.get("hookbridge.targets.distrusted").gauge().value();
    }

    /** Does so on its first connection, and answers as it should on all others. */
    private static RawReceiver oddAtFirst(RawReceiver.Script odd) {
        AtomicInteger connections = new AtomicInteger();
        return RawReceiver.start(connection -> {
            if (connections.incrementAndGet() == 1) {
                odd.serve(connection);
            }
            while (connection.readRequest()) {
                connection.say(OK);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OK + OK,
                OK + "\r\n",
                "HTTP/1.1 204 Fine\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nok"
            })
    void what_follows_an_answer_gives_each_later_request_a_connection_of_its_own(String answer)
            throws Exception {
        try (TargetClient client = client(LONG);
                RawReceiver receiver =
                        oddAtFirst(connection -> {
                            connection.readRequest();
                            connection.say(answer);
                        })) {
            for (int i = 1; i <= 4; i++) {
                answered(post(client, receiver.url()));
                assertThat(receiver.connections()).isEqualTo(i);
                assertThat(distrusted()).isEqualTo(1);
            }

            Destination other =
                    new Destination(
                            new TargetId(new UUID(13, 1)), ENVIRONMENT, receiver.url() + "/other");
            for (int i = 0; i < 3; i++) {
                assertThat(client.post(other, List.of(), new byte[0]).join()).isPresent();
            }
            assertThat(receiver.connections()).isEqualTo(5);
        }
    }

    @Test
    void what_comes_later_ends_also_the_other_connections_of_the_target() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch kept = new CountDownLatch(1);
        try (TargetClient client = client(LONG);
                RawReceiver receiver =
                        oddAtFirst(connection -> {
                            connection.readRequest();
                            both.countDown();
                            Posting.await(both);
                            connection.say(OK);
                            Posting.await(kept);
                            connection.say(OK);
                        });
                RawReceiver second = RawReceiver.answering(OK)) {
            var first = new Destination(Posting.TARGET, ENVIRONMENT, receiver.url());
            var one = client.post(first, List.of(), new byte[0]);
            Patience.until("the first one waits", () -> both.getCount() == 1);
            answered(post(client, receiver.url()));
            both.countDown();
            answered(one.join().orElseThrow());
            answered(post(client, second.url()));

            kept.countDown();
            assertThat(receiver.awaitEnd()).isNotNull();
            assertThat(receiver.awaitEnd()).isNotNull();
            assertThat(distrusted()).isEqualTo(1);
            // Another place of the same target is another matter.
            assertThat(post(client, second.url()).phases().reused()).isTrue();
        }
    }

    @Test
    void distrust_comes_to_an_end() throws Exception {
        try (TargetClient client = client(Duration.ofMillis(1));
                RawReceiver receiver =
                        oddAtFirst(connection -> {
                            connection.readRequest();
                            connection.say(OK + OK);
                        })) {
            answered(post(client, receiver.url()));
            Patience.until(
                    "a connection is used again",
                    () -> post(client, receiver.url()).phases().reused());
            Patience.until("it is forgotten", () -> distrusted() == 0);
        }
    }

    /** RFC 9110, section 15.5.9. */
    @Test
    void a_server_that_says_408_before_it_closes_an_idle_connection_is_not_distrusted()
            throws Exception {
        CountDownLatch kept = new CountDownLatch(1);
        try (TargetClient client = client(LONG);
                RawReceiver receiver =
                        oddAtFirst(connection -> {
                            connection.readRequest();
                            connection.say(OK);
                            Posting.await(kept);
                            connection.say("HTTP/1.1 408 Idle\r\nConnection: close\r\n\r\n");
                            connection.stall();
                        })) {
            answered(post(client, receiver.url()));
            kept.countDown();
            assertThat(receiver.awaitEnd()).contains("hung up");

            assertThat(post(client, receiver.url()).phases().reused()).isFalse();
            assertThat(post(client, receiver.url()).phases().reused()).isTrue();
            assertThat(distrusted()).isZero();
        }
    }

    /** In steady use the next request is always there before the answer to the one before it. */
    @Test
    void answers_that_have_come_to_be_one_behind_are_found_out_while_the_connection_rests()
            throws Exception {
        int delayMs = 5;
        try (ScheduledExecutorService later = new ScheduledThreadPoolExecutor(1);
                TargetClient client = client(LONG);
                RawReceiver receiver =
                        oddAtFirst(connection -> {
                            connection.readRequest();
                            connection.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nstray");
                            do {
                                var _ =
                                        later.schedule(
                                                () -> {
                                                    connection.say(OK);
                                                    return null;
                                                },
                                                delayMs,
                                                TimeUnit.MILLISECONDS);
                            } while (connection.readRequest());
                        })) {
            assertThat(text(answered(post(client, receiver.url())))).isEqualTo("stray");
            Patience.until(
                    "it is found out",
                    () -> {
                        answered(post(client, receiver.url()));
                        return distrusted() == 1;
                    });
        }
    }
}
