package io.hookbridge.net.client;

import static io.hookbridge.net.client.Posting.CALM;
import static io.hookbridge.net.client.Posting.LOOPBACK;
import static io.hookbridge.net.client.Posting.always;
import static io.hookbridge.net.client.Posting.answered;
import static io.hookbridge.net.client.Posting.cause;
import static io.hookbridge.net.client.Posting.client;
import static io.hookbridge.net.client.Posting.post;
import static io.hookbridge.net.client.RawReceiver.OK;
import static io.hookbridge.net.client.RawReceiver.answering;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.net.Cause;
import io.hookbridge.net.Header;
import io.hookbridge.net.Posted;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Whatever a receiver does, one call sends one request, and once more only for one reason. */
@Tag("unit")
class SentOnceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "503 Busy\r\nRetry-After: 0",
                "408 Slow",
                "408 Slow\r\nRetry-After: 0",
                "408 Slow\r\nConnection: close",
                "401 Who\r\nWWW-Authenticate: Basic realm=\"x\"",
                "407 Who\r\nProxy-Authenticate: Basic realm=\"x\"",
                "421 Elsewhere",
                "425 Early",
                "429 Much\r\nRetry-After: 0",
                "307 Away\r\nLocation: /hook"
            })
    void no_answer_makes_it_be_sent_again(String head) throws Exception {
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        answering("HTTP/1.1 " + head + "\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(answered(post(client, receiver.url())).status())
                    .isEqualTo(Integer.parseInt(head.substring(0, 3)));
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void a_retry_after_is_still_told_to_the_caller() throws Exception {
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        answering(
                                "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(answered(post(client, receiver.url())).headers())
                    .contains(new Header("Retry-After", "0"));
        }
    }

    @Test
    void a_connection_that_breaks_after_the_request_is_not_tried_again_at_another_address()
            throws Exception {
        try (TargetClient client =
                        new TargetClient(LOOPBACK, always("127.0.0.1", "127.0.0.1"), CALM);
                RawReceiver silent = RawReceiver.start(RawReceiver.Connection::readRequest);
                RawReceiver rough =
                        RawReceiver.start(connection -> {
                            connection.readRequest();
                            connection.reset();
                        })) {
            for (RawReceiver receiver : new RawReceiver[] {silent, rough}) {
                String url = "http://receiver.example:" + receiver.port() + "/hook";
                assertThat(cause(post(client, url))).isEqualTo(Cause.BROKEN);
                assertThat(receiver.requests()).hasSize(1);
                assertThat(receiver.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void a_kept_connection_that_ends_before_any_answer_gives_way_to_a_new_one() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        RawReceiver.start(connection -> {
                            boolean first = connections.incrementAndGet() == 1;
                            connection.readRequest();
                            connection.say(OK);
                            connection.readRequest();
                            if (!first) {
                                connection.say(OK);
                            }
                        })) {
            assertThat(post(client, receiver.url()).phases().lostMs()).isNull();
            Posted second = post(client, receiver.url());

            assertThat(answered(second).status()).isEqualTo(200);
            assertThat(second.phases().lostMs()).isBetween(0, second.phases().totalMs());
            assertThat(second.phases().reused()).isFalse();
            assertThat(second.phases().tcpConnectMs()).isNotNull();
            // The second request came twice.
            assertThat(receiver.requests()).hasSize(3);
            assertThat(receiver.requests().get(2).body())
                    .isEqualTo(receiver.requests().get(1).body());
            assertThat(receiver.connections()).isEqualTo(2);
        }
    }

    @Test
    void there_is_no_third_time() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        RawReceiver.start(connection -> {
                            connection.readRequest();
                            if (connections.incrementAndGet() == 1) {
                                connection.say(OK);
                                connection.readRequest();
                            }
                            connection.reset();
                        })) {
            assertThat(answered(post(client, receiver.url())).status()).isEqualTo(200);
            assertThat(cause(post(client, receiver.url()))).isEqualTo(Cause.BROKEN);
            assertThat(receiver.requests()).hasSize(3);
            assertThat(receiver.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_kept_connection_that_breaks_after_the_first_byte_of_an_answer_is_not_tried_again()
            throws Exception {
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        RawReceiver.start(connection -> {
                            connection.readRequest();
                            connection.say(OK);
                            connection.readRequest();
                            connection.say("H");
                        })) {
            assertThat(answered(post(client, receiver.url())).status()).isEqualTo(200);
            assertThat(cause(post(client, receiver.url()))).isEqualTo(Cause.BROKEN);
            assertThat(receiver.requests()).hasSize(2);
            assertThat(receiver.connections()).isEqualTo(1);
        }
    }

    @Test
    void an_address_that_takes_no_connection_gives_way_to_the_next() throws Exception {
        try (TargetClient client =
                        new TargetClient(LOOPBACK, always("127.0.0.99", "127.0.0.1"), CALM);
                RawReceiver receiver = answering(OK)) {
            Posted posted = post(client, "http://receiver.example:" + receiver.port() + "/hook");

            assertThat(answered(posted).status()).isEqualTo(200);
            assertThat(posted.phases().resolvedIp()).isEqualTo("127.0.0.1");
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void a_kept_connection_that_the_receiver_closed_in_a_pause_is_replaced_before_anything_is_sent()
            throws Exception {
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        RawReceiver.start(connection -> {
                            connection.readRequest();
                            connection.say(OK);
                        })) {
            for (int call = 1; call <= 3; call++) {
                Posted posted = post(client, receiver.url());
                assertThat(answered(posted).status()).isEqualTo(200);
                assertThat(posted.phases().reused()).isFalse();
                assertThat(receiver.requests()).hasSize(call);
                receiver.awaitEnd();
            }
        }
    }

    @Test
    void a_kept_connection_that_was_reset_in_a_pause_is_replaced_before_anything_is_sent()
            throws Exception {
        Semaphore answers = new Semaphore(0);
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        RawReceiver.start(connection -> {
                            connection.readRequest();
                            connection.say(OK);
                            // A reset takes along what was not read yet.
                            answers.acquireUninterruptibly();
                            connection.reset();
                        })) {
            for (int call = 1; call <= 3; call++) {
                Posted posted = post(client, receiver.url());
                assertThat(answered(posted).status()).isEqualTo(200);
                assertThat(posted.phases().reused()).isFalse();
                assertThat(posted.phases().lostMs()).isNull();
                assertThat(receiver.requests()).hasSize(call);
                answers.release();
                receiver.awaitEnd();
            }
        }
    }

    @Test
    void a_farewell_that_came_in_a_pause_is_not_taken_for_the_answer() throws Exception {
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        RawReceiver.start(connection -> {
                            connection.readRequest();
                            connection.say(OK);
                            connection.say("HTTP/1.1 408 Idle\r\nConnection: close\r\n\r\n");
                        })) {
            assertThat(answered(post(client, receiver.url())).status()).isEqualTo(200);
            receiver.awaitEnd();
            assertThat(answered(post(client, receiver.url())).status()).isEqualTo(200);
        }
    }

    @Test
    void a_farewell_that_crosses_the_request_is_not_taken_for_the_answer() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        RawReceiver.start(connection -> {
                            connection.readRequest();
                            connection.say(OK);
                            connection.readRequest();
                            connection.say(
                                    connections.incrementAndGet() == 1
                                            ? "HTTP/1.1 408 Idle\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                                            : OK);
                        })) {
            assertThat(answered(post(client, receiver.url())).status()).isEqualTo(200);
            Posted second = post(client, receiver.url());

            assertThat(answered(second).status()).isEqualTo(200);
            assertThat(second.phases().lostMs()).isNotNull();
            assertThat(second.phases().reused()).isFalse();
            assertThat(receiver.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_408_that_keeps_its_connection_or_comes_on_a_new_one_is_an_answer() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        RawReceiver.start(connection -> {
                            while (connection.readRequest()) {
                                connection.say(
                                        requests.incrementAndGet() == 1
                                                ? OK
                                                : "HTTP/1.1 408 Slow\r\nContent-Length: 0\r\n\r\n");
                            }
                        })) {
            assertThat(answered(post(client, receiver.url())).status()).isEqualTo(200);
            assertThat(answered(post(client, receiver.url())).status()).isEqualTo(408);
            assertThat(receiver.requests()).hasSize(2);
        }
    }

    @Test
    void a_receiver_that_announces_the_end_of_the_connection_gets_a_new_one_at_once()
            throws Exception {
        for (String answer :
                new String[] {
                    "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
                    "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 2\r\n\r\nok"
                }) {
            try (TargetClient client = client(CALM);
                    RawReceiver receiver =
                            RawReceiver.start(connection -> {
                                connection.readRequest();
                                connection.say(answer);
                            })) {
                for (int call = 0; call < 20; call++) {
                    assertThat(answered(post(client, receiver.url())).status()).isEqualTo(200);
                }
                assertThat(receiver.requests()).hasSize(20);
            }
        }
    }

    @Test
    void an_old_server_that_offers_to_keep_the_connection_is_taken_at_its_word() throws Exception {
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        answering(
                                "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok")) {
            post(client, receiver.url());
            post(client, receiver.url());
            assertThat(receiver.connections()).isEqualTo(1);
        }
    }
}
