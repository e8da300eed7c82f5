package io.hookbridge.net.client;

import static io.hookbridge.net.client.Posting.CALM;
import static io.hookbridge.net.client.Posting.LOOPBACK;
import static io.hookbridge.net.client.Posting.always;
import static io.hookbridge.net.client.Posting.answered;
import static io.hookbridge.net.client.Posting.cause;
import static io.hookbridge.net.client.Posting.post;
import static io.hookbridge.net.client.RawReceiver.OK;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.net.Cause;
import io.hookbridge.net.Posted;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import javax.net.ssl.SSLContext;

/** What an alert does, wherever in the life of an encrypted connection it comes. */
@Tag("unit")
class AlertTest {

    /** A record with a fatal one, {@code handshake_failure} (RFC 8446, section 6.2). */
    private static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 40};

    private final TestCertificates authority = new TestCertificates();
    private SSLContext server;
    private TargetClient client;

    @BeforeEach
    void start() throws Exception {
        server = authority.server("receiver.example", Instant.MAX);
        client = new TargetClient(LOOPBACK, always("127.0.0.1"), CALM, authority.client());
    }

    @AfterEach
    void stop() {
        client.close();
    }

    /** Two views of one connection. */
    private interface Script {
        void serve(RawReceiver.Connection raw, RawReceiver.Connection encrypted) throws IOException;
    }

    private RawReceiver receiver(Script script) {
        return RawReceiver.start(raw -> script.serve(raw, raw.encrypted(server)));
    }

    private static String url(RawReceiver receiver) {
        return "https://receiver.example:" + receiver.port() + "/hook";
    }

    @Test
    void in_a_handshake_it_ends_the_call_before_anything_is_sent() throws Exception {
        try (RawReceiver receiver =
                RawReceiver.start(connection -> {
                    connection.readRaw(5);
                    connection.sayRaw(ALERT);
                    connection.stall();
                })) {
            assertThat(cause(post(client, url(receiver)))).isEqualTo(Cause.TLS);
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @Test
    void in_a_request_it_breaks_the_call() throws Exception {
        try (RawReceiver receiver =
                receiver((raw, encrypted) -> {
                    encrypted.readRaw(100);
                    raw.sayRaw(ALERT);
                    raw.stall();
                })) {
            Posted posted = post(client, url(receiver), List.of(), new byte[10_000_000]);
            assertThat(cause(posted)).isEqualTo(Cause.BROKEN);
            assertThat(receiver.connections()).isEqualTo(1);
        }
    }

    @Test
    void in_an_answer_it_breaks_the_answer() throws Exception {
        try (RawReceiver receiver =
                receiver((raw, encrypted) -> {
                    encrypted.readRequest();
                    encrypted.say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx");
                    raw.sayRaw(ALERT);
                    raw.stall();
                })) {
            assertThat(cause(post(client, url(receiver)))).isEqualTo(Cause.BROKEN);
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void in_a_pause_it_ends_the_connection_and_the_next_request_has_a_new_one() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (RawReceiver receiver =
                receiver((raw, encrypted) -> {
                    encrypted.readRequest();
                    encrypted.say(OK);
                    Posting.await(answered);
                    raw.sayRaw(ALERT);
                    raw.stall();
                })) {
            answered(post(client, url(receiver)));
            answered.countDown();
            receiver.awaitEnd();

            Posted next = post(client, url(receiver));
            assertThat(answered(next).status()).isEqualTo(200);
            assertThat(next.phases().reused()).isFalse();
            assertThat(next.phases().lostMs()).isNull();
            assertThat(receiver.requests()).hasSize(2);
        }
    }
}
