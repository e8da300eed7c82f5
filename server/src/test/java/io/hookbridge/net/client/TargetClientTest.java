package io.hookbridge.net.client;

import static io.hookbridge.net.client.Posting.CALM;
import static io.hookbridge.net.client.Posting.answered;
import static io.hookbridge.net.client.Posting.cause;
import static io.hookbridge.net.client.Posting.client;
import static io.hookbridge.net.client.Posting.post;
import static io.hookbridge.net.client.Posting.text;
import static io.hookbridge.net.client.RawReceiver.answering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.NeverBlocks;
import io.hookbridge.net.Cause;
import io.hookbridge.net.Header;
import io.hookbridge.net.HeldPort;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Posted;
import io.hookbridge.net.dns.HostLookup;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

@Tag("unit")
class TargetClientTest {

    private final TargetClient client = client(CALM);

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void what_the_caller_gives_is_sent_as_it_is_and_what_comes_back_is_told() throws Exception {
        try (RawReceiver receiver =
                answering(
                        "HTTP/1.1 202 Fine\r\nX-One: 1\r\nContent-Length: 4\r\nX-One: 2\r\n\r\ndone")) {
            byte[] body = {0, (byte) 0xFF, '\r', '\n', 7};
            Posted posted =
                    post(
                            client,
                            receiver.url() + "?a=%20b&c=d",
                            List.of(
                                    new Header("Content-Type", "application/x-odd"),
                                    new Header("User-Agent", "HookBridge-Test"),
                                    new Header("X-Webhook-Id", "m1")),
                            body);

            assertThat(answered(posted).status()).isEqualTo(202);
            assertThat(text(answered(posted))).isEqualTo("done");
            assertThat(answered(posted).truncated()).isFalse();
            assertThat(answered(posted).headers())
                    .containsExactly(
                            new Header("X-One", "1"),
                            new Header("Content-Length", "4"),
                            new Header("X-One", "2"));
            RawReceiver.Request request = receiver.requests().getFirst();
            assertThat(request.body()).isEqualTo(body);
            assertThat(request.head().lines())
                    .containsExactlyInAnyOrder(
                            "POST /hook?a=%20b&c=d HTTP/1.1",
                            "Content-Type: application/x-odd",
                            "User-Agent: HookBridge-Test",
                            "X-Webhook-Id: m1",
                            "Accept-Encoding: identity",
                            "Content-Length: 5",
                            "Host: 127.0.0.1:" + receiver.port(),
                            "Connection: Keep-Alive",
                            "");
        }
    }

    @ParameterizedTest
    @CsvSource({"200", "299", "301", "302", "307", "308", "400", "401", "407", "410", "500", "599"})
    void any_final_status_is_an_answer(int status) throws Exception {
        try (RawReceiver receiver =
                answering("HTTP/1.1 %d Word\r\nContent-Length: 0\r\n\r\n".formatted(status))) {
            assertThat(answered(post(client, receiver.url())).status()).isEqualTo(status);
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void an_answer_in_chunks_is_read_like_any_other() throws Exception {
        try (RawReceiver receiver =
                answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3;x=y\r\ncde\r\n0\r\nT: 1\r\n\r\n")) {
            assertThat(text(answered(post(client, receiver.url())))).isEqualTo("abcde");
            assertThat(text(answered(post(client, receiver.url())))).isEqualTo("abcde");
            assertThat(receiver.connections()).isEqualTo(1);
        }
    }

    @Test
    void an_answer_that_ends_with_the_connection_is_complete() throws Exception {
        try (RawReceiver receiver =
                RawReceiver.start(connection -> {
                    connection.readRequest();
                    connection.say("HTTP/1.1 200 OK\r\n\r\nto the end");
                })) {
            assertThat(text(answered(post(client, receiver.url())))).isEqualTo("to the end");
        }
    }

    @Test
    void what_comes_before_the_final_answer_is_passed_over() throws Exception {
        try (RawReceiver receiver =
                answering(
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                                + RawReceiver.OK)) {
            assertThat(text(answered(post(client, receiver.url())))).isEqualTo("ok");
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void a_body_where_none_belongs_does_not_turn_an_answer_into_none() throws Exception {
        try (RawReceiver receiver =
                answering("HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok")) {
            assertThat(answered(post(client, receiver.url())).status()).isEqualTo(204);
            assertThat(answered(post(client, receiver.url())).status()).isEqualTo(204);
            assertThat(receiver.requests()).hasSize(2);
        }
    }

    @Test
    void a_compressed_answer_is_kept_as_it_came() throws Exception {
        try (RawReceiver receiver =
                answering(
                        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\u001f\u008bx")) {
            assertThat(answered(post(client, receiver.url())).body())
                    .containsExactly(0x1F, 0x8B, 'x');
        }
    }

    @ParameterizedTest
    @CsvSource({"500, 500, false", "501, 500, true", "2000, 500, true", "20000, 500, true"})
    void of_a_long_body_the_beginning_is_kept(int length, int kept, boolean truncated)
            throws Exception {
        try (RawReceiver receiver =
                answering(
                        "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(length, "x".repeat(length)))) {
            Outcome.Answered answer = answered(post(client, receiver.url()));

            assertThat(answer.body()).hasSize(kept);
            assertThat(answer.truncated()).isEqualTo(truncated);
            assertThat(text(answered(post(client, receiver.url())))).startsWith("xx");
            // A connection with more on it than is read cannot be used again.
            assertThat(receiver.connections()).isEqualTo(length > 2000 ? 2 : 1);
        }
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        try (RawReceiver inside = answering(RawReceiver.OK)) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                try (RawReceiver receiver =
                        answering(
                                "HTTP/1.1 %d Away\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n"
                                        .formatted(status, inside.url()))) {
                    assertThat(answered(post(client, receiver.url())).status()).isEqualTo(status);
                }
            }
            assertThat(inside.connections()).isZero();
        }
    }

    @Test
    void a_name_without_an_address_and_a_port_without_a_listener_are_told_apart() throws Exception {
        HostLookup nothing = host -> CompletableFuture.failedFuture(new UnknownHostException(host));
        try (TargetClient lost = new TargetClient(Posting.LOOPBACK, nothing, CALM)) {
            assertThat(cause(post(lost, "https://nowhere.example/hook"))).isEqualTo(Cause.DNS);
        }
        try (HeldPort silent = HeldPort.open()) {
            assertThat(cause(post(client, "http://127.0.0.1:" + silent.number() + "/hook")))
                    .isEqualTo(Cause.CONNECT);
        }
    }

    @Test
    void a_header_that_would_become_two_is_a_mistake_of_the_caller() {
        assertThatThrownBy(() ->
                        post(
                                client,
                                "http://127.0.0.1:1/hook",
                                List.of(new Header("X-A", "1\r\nX-B: 2")),
                                new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void on_an_event_loop_nothing_may_wait() throws Exception {
        assertThat(NeverBlocks.mayBlock()).isTrue();
        assertThat(
                        CompletableFuture.supplyAsync(
                                        NeverBlocks::mayBlock, client.loop(Posting.TARGET))
                                .get())
                .isFalse();
    }
}
