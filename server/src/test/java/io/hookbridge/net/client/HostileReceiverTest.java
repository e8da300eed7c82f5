package io.hookbridge.net.client;

import static io.hookbridge.net.client.Posting.CALM;
import static io.hookbridge.net.client.Posting.SMALL;
import static io.hookbridge.net.client.Posting.answered;
import static io.hookbridge.net.client.Posting.cause;
import static io.hookbridge.net.client.Posting.client;
import static io.hookbridge.net.client.Posting.post;
import static io.hookbridge.net.client.Posting.sentence;
import static io.hookbridge.net.client.RawReceiver.OK;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.net.Cause;
import io.hookbridge.net.Header;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Posted;
import io.hookbridge.net.client.RawReceiver.Connection;
import io.hookbridge.net.client.RawReceiver.Script;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Receivers that do what they should not, on purpose or not. */
@Tag("unit")
class HostileReceiverTest {

    /** For receivers that are given up because of what they do. */
    private static final TargetClient CLIENT = client(CALM);

    /** For those that are given up because of the time they take. */
    private static final TargetClient HURRIED = client(SMALL);

    private static final String HEAD = "HTTP/1.1 200 OK\r\n";

    @AfterAll
    static void close() {
        CLIENT.close();
        HURRIED.close();
    }

    private static Posted postTo(Script script) throws IOException {
        try (RawReceiver receiver = RawReceiver.start(script)) {
            return post(CLIENT, receiver.url());
        }
    }

    private static Map<String, Script> stalling() {
        Map<String, Script> scripts = new LinkedHashMap<>();
        scripts.put("after accept", Connection::stall);
        scripts.put("after the request", connection -> sayAndStall(connection, ""));
        scripts.put("in the head", connection -> sayAndStall(connection, "HTTP/1.1 200"));
        scripts.put("after an early hint", c -> sayAndStall(c, "HTTP/1.1 103 Hints\r\n\r\n"));
        scripts.put("after the head", c -> sayAndStall(c, HEAD + "Content-Length: 9\r\n\r\n"));
        scripts.put("in the body", c -> sayAndStall(c, HEAD + "Content-Length: 9\r\n\r\nx"));
        scripts.put("with a trickling head", c -> trickle(c, HEAD + "X: " + "x".repeat(5000)));
        scripts.put(
                "with a trickling body",
                c -> trickle(c, HEAD + "Content-Length: 5000\r\n\r\n" + "x".repeat(5000)));
        return scripts;
    }

    private static void sayAndStall(Connection connection, String text) throws IOException {
        connection.readRequest();
        connection.say(text);
        connection.stall();
    }

    private static void trickle(Connection connection, String text) throws IOException {
        connection.readRequest();
        for (int i = 0; i < text.length(); i++) {
            connection.say(text.substring(i, i + 1));
            try {
                new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
        }
    }

    @Test
    void those_that_stall_are_hung_up_on_when_the_time_is_over() throws Exception {
        List<RawReceiver> receivers = new ArrayList<>();
        Map<String, Future<Posted>> calls = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Map.Entry<String, Script> stalling : stalling().entrySet()) {
                RawReceiver receiver = RawReceiver.start(stalling.getValue());
                receivers.add(receiver);
                calls.put(stalling.getKey(), threads.submit(() -> post(HURRIED, receiver.url())));
            }
            for (Map.Entry<String, Future<Posted>> call : calls.entrySet()) {
                Posted posted = call.getValue().get();
                assertThat(cause(posted)).as(call.getKey()).isEqualTo(Cause.TIMEOUT);
                assertThat(posted.phases().totalMs())
                        .as(call.getKey())
                        .isGreaterThanOrEqualTo((int) SMALL.call().toMillis());
            }
            for (RawReceiver receiver : receivers) {
                assertThat(receiver.awaitEnd()).isNotEqualTo("end");
            }
        } finally {
            for (RawReceiver receiver : receivers) {
                receiver.close();
            }
        }
    }

    @Test
    void no_call_waits_for_those_that_stall() throws Exception {
        int stalls = 20;
        CountDownLatch stalled = new CountDownLatch(stalls);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                RawReceiver healthy = RawReceiver.answering(OK);
                RawReceiver stalling =
                        RawReceiver.start(connection -> {
                            connection.readRequest();
                            stalled.countDown();
                            connection.stall();
                        })) {
            List<Future<Posted>> calls = new ArrayList<>();
            for (int i = 0; i < stalls; i++) {
                calls.add(threads.submit(() -> post(CLIENT, stalling.url())));
            }
            stalled.await();

            for (int i = 0; i < stalls; i++) {
                assertThat(answered(post(CLIENT, healthy.url())).status()).isEqualTo(200);
            }
            assertThat(calls).noneMatch(Future::isDone);

            stalling.close();
            for (Future<Posted> call : calls) {
                assertThat(cause(call.get())).isEqualTo(Cause.BROKEN);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 99999999999", "Transfer-Encoding: chunked", "X: y"})
    void an_endless_body_is_read_as_far_as_allowed_and_the_connection_dropped(String framing)
            throws Exception {
        String piece = framing.startsWith("Transfer") ? "5\r\nxxxxx\r\n" : "xxxxx";
        try (RawReceiver receiver =
                RawReceiver.start(connection -> {
                    connection.readRequest();
                    connection.say(HEAD + framing + "\r\n\r\n");
                    while (true) {
                        connection.say(piece);
                    }
                })) {
            Outcome.Answered answer = answered(post(CLIENT, receiver.url()));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).hasSize(CALM.keptBytes()).containsOnly('x');
            assertThat(answer.truncated()).isTrue();
            assertThat(receiver.awaitEnd()).isNotEqualTo("end");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "220 mail.example ESMTP\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
                "HTTP/1.1 099 What\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 600 What\r\nContent-Length: 0\r\n\r\n",
                "\u0000\u0001\u0002\u00ff\r\n\r\n"
            })
    void what_is_no_complete_answer_in_http_counts_as_broken(String answer) throws Exception {
        assertThat(
                        cause(
                                postTo(connection -> {
                                    connection.readRequest();
                                    connection.say(answer);
                                })))
                .isEqualTo(Cause.BROKEN);
    }

    @Test
    void a_connection_that_is_reset_counts_as_broken() throws Exception {
        for (String before : List.of("", HEAD, HEAD + "Content-Length: 9\r\n\r\nx")) {
            assertThat(
                            cause(
                                    postTo(connection -> {
                                        connection.readRequest();
                                        connection.say(before);
                                        connection.reset();
                                    })))
                    .isEqualTo(Cause.BROKEN);
        }
        assertThat(cause(postTo(Connection::reset))).isIn(Cause.BROKEN, Cause.CONNECT);
    }

    @Test
    void an_answer_before_the_request_was_read_counts() throws Exception {
        try (RawReceiver receiver =
                RawReceiver.start(connection -> {
                    connection.say(
                            "HTTP/1.1 413 Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                    connection.stall();
                })) {
            Posted posted = post(CLIENT, receiver.url(), List.of(), new byte[1_000]);
            assertThat(answered(posted).status()).isEqualTo(413);
        }
    }

    @Test
    void of_ten_thousand_headers_the_first_are_kept() throws Exception {
        Outcome.Answered answer =
                answered(
                        postTo(connection -> {
                            connection.readRequest();
                            connection.say(HEAD + "Content-Length: 0\r\nX-A: 1\r\n");
                            connection.say("X-Long: xxxxxxxxxxxxx\r\n".repeat(10_000) + "\r\n");
                        }));

        assertThat(answer.headers()).startsWith(new Header("Content-Length", "0"));
        assertThat(answer.headers()).hasSizeBetween(3, 30);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK\\r\\n, X-Endless: 1\\r\\n",
        "HTTP/1.1 200 OK\\r\\nX-Endless: , xxxxxxxxxxxxx",
        "'', HTTP/1.1 103 Hints\\r\\n\\r\\n",
        "HTTP/1.1 200 , xxxxxxxxxxxxxxxxxx",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2;, xxxxxxxxx",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n, X-Endless: 1\\r\\n"
    })
    void what_has_no_end_beside_the_body_is_cut_off_long_before_the_time_is_over(
            String start, String piece) throws Exception {
        Posted posted =
                postTo(connection -> {
                    connection.readRequest();
                    connection.say(start.translateEscapes());
                    String pieces = piece.translateEscapes().repeat(100);
                    while (true) {
                        connection.say(pieces);
                    }
                });
        assertThat(cause(posted)).isEqualTo(Cause.BROKEN);
        assertThat(sentence(posted)).contains("more than 256 KiB");
    }

    @Test
    void headers_that_are_not_ascii_are_told_as_they_are() throws Exception {
        Outcome.Answered answer =
                answered(
                        postTo(connection -> {
                            connection.readRequest();
                            connection.say(
                                    HEAD + "X-Odd: \u00c3\u00a4\r\nContent-Length: 0\r\n\r\n");
                        }));
        assertThat(answer.headers()).contains(new Header("X-Odd", "\u00e4"));
    }

    @Test
    void a_receiver_that_reads_nothing_is_hung_up_on_in_time() throws Exception {
        ServerSocket small = new ServerSocket();
        small.setReceiveBufferSize(4096);
        CountDownLatch over = new CountDownLatch(1);
        try (RawReceiver receiver =
                RawReceiver.start(
                        small,
                        connection -> {
                            try {
                                over.await();
                            } catch (InterruptedException interrupted) {
                                throw new IOException(interrupted);
                            }
                        })) {
            Posted posted = post(HURRIED, receiver.url(), List.of(), new byte[20_000_000]);

            assertThat(cause(posted)).isEqualTo(Cause.TIMEOUT);
            assertThat(posted.phases().totalMs())
                    .isGreaterThanOrEqualTo((int) SMALL.call().toMillis());
        } finally {
            over.countDown();
        }
    }

    @Test
    void a_listener_that_accepts_nothing_costs_no_more_than_the_time_to_connect() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            List<Socket> waiting = new ArrayList<>();
            try {
                // Two of them fill a queue of one.
                for (int i = 0; i < 2; i++) {
                    waiting.add(new Socket(full.getInetAddress(), full.getLocalPort()));
                }
                Posted posted = post(HURRIED, "http://127.0.0.1:" + full.getLocalPort() + "/hook");

                assertThat(cause(posted)).isEqualTo(Cause.CONNECT);
                assertThat(posted.phases().tcpConnectMs()).isNull();
                assertThat(posted.phases().resolvedIp()).isEqualTo("127.0.0.1");
            } finally {
                for (Socket socket : waiting) {
                    socket.close();
                }
            }
        }
    }
}
