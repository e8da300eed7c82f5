package io.hookbridge.app.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.Patience;
import io.hookbridge.net.HeldPort;
import io.hookbridge.net.client.RawReceiver;
import io.hookbridge.net.client.TestCertificates;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import javax.net.ssl.SSLContext;

/** What a developer sees of {@code listen}, with a server whose WebSockets are scripts. */
@Tag("unit")
class ListenTest {

    private final PlayedServer server = new PlayedServer();
    private final RawReceiver local = RawReceiver.answering(RawReceiver.OK);

    @AfterEach
    void stop() throws IOException {
        server.close();
        local.close();
    }

    private static String event(String id, String members) {
        return """
        {"type":"webhook","message_id":"%s","content_type":"application/json","headers":{},\
        "received_at":"2026-11-29T12:30:00Z",%s}\
        """
                .formatted(id, members);
    }

    private static String event(String id) {
        return event(id, "\"body\":{\"id\":\"" + id + "\"}");
    }

    private static byte[] lastBody(RawReceiver receiver) {
        return receiver.requests().getLast().body();
    }

    @Test
    void the_address_to_send_to_comes_first_and_an_event_is_one_line() throws Exception {
        server.then(stream -> {
            stream.accept().send(event("m1", "\"body\":{\"type\":\"invoice.paid\"}"));
            stream.readResults(1).readToTheEnd();
        });
        try (Listener listener = Listener.to(local.url(), server)) {
            assertThat(server.awaitResult())
                    .contains("\"message_id\":\"m1\"", "\"status_code\":200", "\"latency_ms\":");

            assertThat(listener.printed())
                    .startsWith("http://localhost:8080/v1/webhooks/receive/")
                    .contains("\"CLI Endpoint\" (the only one in mode cli)")
                    .contains("forwarded to " + local.url())
                    .contains("Ready: events come over a WebSocket.")
                    .containsPattern("(?m)^12:30:01  m1  invoice.paid +200 +\\d+ ms$");
            listener.end();
            assertThat(listener.printed()).endsWith("\n1 event: 1 succeeded\n");
        }
    }

    @Test
    void an_event_arrives_with_its_bytes_its_query_and_its_headers_in_their_order()
            throws Exception {
        server.then(stream ->
                stream.accept()
                        .send(
                                event(
                                        "m1",
                                        """
                                        "raw_query":"b=2&a=%20x","body":{"a" : 1.0},"headers":{"X-Zeta":"z","Host":"elsewhere.example",
                                        "Content-Type":"application/json","X-Alpha":"a","Content-Length":"999","Transfer-Encoding":"chunked"}\
                                        """))
                        .readToTheEnd());
        try (Listener _ = Listener.to(local.url() + "?t=1", server)) {
            Patience.until("it is forwarded", () -> !local.requests().isEmpty());

            String head = local.requests().getFirst().head();
            assertThat(head)
                    .startsWith(
                            "POST /hook?t=1&b=2&a=%20x HTTP/1.1\r\nHost: 127.0.0.1:" + local.port())
                    .contains("\r\nX-Zeta: z\r\nContent-Type: application/json\r\nX-Alpha: a\r\n")
                    .contains("\r\nContent-Length: 11\r\n")
                    .doesNotContain("elsewhere.example", "999", "chunked");
            assertThat(lastBody(local)).asString(UTF_8).isEqualTo("{\"a\" : 1.0}");
        }
    }

    @Test
    void an_event_arrives_whatever_its_query_is() throws Exception {
        String query = "a\\\\b=" + "c".repeat(3000);
        server.then(stream ->
                stream.accept()
                        .send(event("m1", "\"raw_query\":\"" + query + "\",\"body\":{}"))
                        .readToTheEnd());
        try (Listener _ = Listener.to(local.url(), server)) {
            Patience.until("it is forwarded", () -> !local.requests().isEmpty());

            assertThat(local.requests().getFirst().head())
                    .startsWith("POST /hook?" + query.replace("\\\\", "%5C") + " HTTP/1.1\r\n");
        }
    }

    @Test
    void a_redirect_is_not_followed_and_its_target_is_told() throws Exception {
        server.then(stream -> stream.accept().send(event("m1")).readResults(1).readToTheEnd());
        try (RawReceiver moved =
                        RawReceiver.answering(
                                "HTTP/1.1 301 Moved\r\nLocation: /hook/\r\nContent-Length: 0\r\n\r\n");
                Listener listener = Listener.to(moved.url(), server)) {
            assertThat(server.awaitResult()).contains("\"status_code\":301");

            listener.awaitPrinted("→ /hook/ (not followed: use that URL)");
            assertThat(moved.requests()).hasSize(1);
            assertThat(moved.requests().getFirst().head()).startsWith("POST /hook HTTP/1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PORT", "localhost:PORT/", "http://localhost:PORT"})
    void the_place_to_forward_to_may_be_written_short(String forward) throws Exception {
        server.then(stream -> stream.accept().send(event("m1")).readResults(1).readToTheEnd());
        try (Listener _ =
                Listener.to(forward.replace("PORT", Integer.toString(local.port())), server)) {
            assertThat(server.awaitResult()).contains("\"status_code\":200");
            assertThat(local.requests().getFirst().head()).startsWith("POST / HTTP/1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ftp://localhost/", "http://", "http://user@localhost:1/", "0", "x y"})
    void what_is_no_place_to_forward_to_is_refused_with_a_sentence(String forward) {
        assertThatThrownBy(() -> LocalServer.at(forward, false))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("--forward must be a URL such as http://localhost:3000");
    }

    @Test
    void a_certificate_of_ones_own_needs_a_flag_and_is_told_about() throws Exception {
        RawReceiver.Script script =
                connection -> {
                    RawReceiver.Connection tls = connection.encrypted(selfSigned());
                    while (tls.readRequest()) {
                        tls.say(RawReceiver.OK);
                    }
                };
        try (RawReceiver secret = RawReceiver.start(script)) {
            String url = "https://localhost:" + secret.port() + "/hook";
            server.then(stream -> stream.accept().send(event("m1")).readResults(1).readToTheEnd());
            try (Listener listener = Listener.to(url, server)) {
                assertThat(server.awaitResult())
                        .contains("\"error\":")
                        .doesNotContain("status_code");
                listener.awaitPrinted("issuer that is trusted. --insecure takes any certificate.");
            }
            server.then(stream -> stream.accept().send(event("m1")).readResults(1).readToTheEnd());
            try (Listener _ = Listener.insecurelyTo(url, server)) {
                assertThat(server.awaitResult()).contains("\"status_code\":200");
            }
        }
    }

    private static SSLContext selfSigned() throws IOException {
        try {
            // For another name as well, as such certificates often are.
            return TestCertificates.selfSigned("elsewhere.example");
        } catch (Exception impossible) {
            throw new IOException(impossible);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void localhost_is_whichever_of_its_addresses_the_server_listens_on(String address)
            throws Exception {
        server.then(stream -> stream.accept().send(event("m1")).readResults(1).readToTheEnd());
        try (HeldPort both = HeldPort.open();
                RawReceiver one =
                        RawReceiver.at(
                                address,
                                both.number(),
                                connection -> {
                                    while (connection.readRequest()) {
                                        connection.say(RawReceiver.OK);
                                    }
                                });
                Listener _ = Listener.to("http://localhost:" + one.port(), server)) {
            assertThat(server.awaitResult()).contains("\"status_code\":200");
        }
    }

    @Test
    void a_server_that_is_down_is_told_with_every_address_that_was_tried_and_it_goes_on()
            throws Exception {
        server.then(stream -> {
            stream.accept().send(event("m1")).readResults(1);
            stream.send(event("m2")).readResults(1).readToTheEnd();
        });
        try (HeldPort held = HeldPort.open();
                Listener listener = Listener.to("http://localhost:" + held.number(), server)) {
            int port = held.number();
            assertThat(server.awaitResult()).contains("\"message_id\":\"m1\"", "\"error\":");
            listener.awaitPrinted(
                    "failed  nothing answers at 127.0.0.1:%d or [::1]:%d".formatted(port, port));
            try (RawReceiver up =
                    RawReceiver.at(
                            "127.0.0.1",
                            port,
                            connection -> {
                                while (connection.readRequest()) {
                                    connection.say(RawReceiver.OK);
                                }
                            })) {
                server.awaitResult();
                assertThat(up.port()).isEqualTo(port);
            }
        }
    }

    @Test
    void where_no_stream_can_be_opened_it_says_so_and_fetches_events() throws Exception {
        String page = "HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\n<html>";
        for (int i = 0; i < 3; i++) {
            server.then(stream -> stream.refuse(page));
        }
        server.thenPage("m2", event("m1"), event("m2")).thenPage("m3", event("m3"));
        try (Listener listener = Listener.to(local.url(), server)) {
            listener.awaitPrinted("No connection: 127.0.0.1:");
            listener.awaitPrinted("answered 403, which is no answer of a HookBridge server");
            listener.awaitPrinted("Ready: the WebSocket cannot be opened, so events are fetched.");
            listener.awaitPrinted("m3");

            assertThat(listener.printed()).containsSubsequence("  m1  ", "  m2  ", "  m3  ");
            // An answer without a cursor leaves it where it was.
            Patience.until(
                    "it asks behind m3 twice",
                    () ->
                            server.asked().stream()
                                            .filter(line -> line.endsWith("&after=m3"))
                                            .count()
                                    >= 2);
            assertThat(server.asked())
                    .containsSubsequence(
                            "GET /v1/inbound-endpoints/"
                                    + PlayedServer.ENDPOINT
                                    + "/listen?wait=20",
                            "GET /v1/inbound-endpoints/"
                                    + PlayedServer.ENDPOINT
                                    + "/listen?wait=20&after=m2");
            assertThat(listener.printed()).doesNotContain("over a WebSocket");
        }
    }

    @Test
    void an_event_whose_body_cannot_come_is_told_and_those_behind_it_arrive() throws Exception {
        server.then(stream -> {
            stream.accept()
                    .send(event("m1"))
                    .send(event("m2", "\"body_error\":\"two connections ended on it\""))
                    .send(
                            "{\"type\":\"webhook\",\"message_id\":\"m3\",\"body\":\"!\",\"body_encoding\":\"base64\"}")
                    .send("no JSON at all")
                    .send("{\"type\":\"of the future\"}")
                    .send(event("m4"));
            stream.readResults(4).readToTheEnd();
        });
        try (Listener listener = Listener.to(local.url(), server)) {
            listener.awaitPrinted("  m4  ");

            assertThat(listener.printed())
                    .contains("failed  its body did not come: two connections ended on it");
            assertThat(local.requests()).hasSize(2);
            assertThat(List.of(server.awaitResult(), server.awaitResult()).getLast())
                    .as("nobody has got it")
                    .contains("\"m2\"", "\"error\"");
        }
    }

    @Test
    void a_body_that_was_left_out_of_the_stream_is_asked_for() throws Exception {
        server.then(stream -> {
            stream.accept()
                    .send(
                            event(
                                    PlayedServer.KEPT,
                                    "\"body_error\":\"two connections ended on it\""));
            stream.readResults(1).readToTheEnd();
        });
        try (Listener listener = Listener.to(local.url(), server)) {
            assertThat(server.awaitResult()).contains("\"status_code\":200");

            assertThat(lastBody(local)).asString(UTF_8).isEqualTo("{\"type\":\"kept\"}");
            listener.awaitPrinted("  kept  ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4401, the API key was deleted",
        "4403, the API key may no longer read",
        "4404, the endpoint was deleted",
        "1008, the project was deleted",
    })
    void a_stream_that_the_server_ends_for_good_is_not_opened_again(int code, String reason)
            throws Exception {
        server.then(stream -> {
            stream.accept().close(code, reason);
            stream.readToTheEnd();
        });
        try (Listener listener = Listener.to(local.url(), server)) {
            assertThat(listener.awaitFailure())
                    .isEqualTo("the server has ended the stream: " + reason);
            assertThat(server.asked()).filteredOn(line -> line.contains("/v1/listen")).hasSize(1);
        }
    }

    @Test
    void a_key_that_is_refused_ends_it_with_the_words_of_the_server() throws Exception {
        server.then(stream ->
                stream.refuse(
                        PlayedServer.json(
                                "403 Forbidden",
                                PlayedServer.refusal("FORBIDDEN", "The key may not read."))));
        try (Listener listener = Listener.to(local.url(), server)) {
            assertThat(listener.awaitFailure())
                    .endsWith("answered 403 FORBIDDEN: The key may not read.");
        }
    }

    @Test
    void a_body_arrives_byte_for_byte_whatever_json_would_make_of_it() throws Exception {
        String strange =
                "{\"a\":1,\"a\":2,\"n\":1.0,\"big\":12345678901234567890,\"e\":1e400,"
                        + "\"s\":\"\\/\\u00e9\\ud800\",\"deep\":"
                        + "[".repeat(5_000)
                        + "]".repeat(5_000)
                        + " }";
        List<byte[]> encoded =
                List.of(
                        "[{\"event\":\"open\"}]\r\n".getBytes(UTF_8),
                        " {\"a\":1}".getBytes(UTF_8),
                        "\ufeff{}".getBytes(UTF_8),
                        "{\"a\":\"\u00ff\"}".getBytes(ISO_8859_1),
                        new byte[0]);
        server.then(stream -> {
            stream.accept().send(event("m", "\"body\":" + strange));
            for (int i = 0; i < encoded.size(); i++) {
                stream.send(
                        event(
                                "m" + i,
                                "\"body\":\"%s\",\"body_encoding\":\"base64\""
                                        .formatted(
                                                Base64.getEncoder()
                                                        .encodeToString(encoded.get(i)))));
            }
            stream.send(event("none", "\"size_bytes\":0"));
            stream.readResults(encoded.size() + 2).readToTheEnd();
        });
        try (Listener listener = Listener.to(local.url(), server)) {
            listener.awaitPrinted("  none  ");

            List<byte[]> came = local.requests().stream().map(RawReceiver.Request::body).toList();
            assertThat(came.getFirst()).asString(UTF_8).isEqualTo(strange);
            assertThat(came.subList(1, 1 + encoded.size()))
                    .usingElementComparator(Arrays::compare)
                    .isEqualTo(encoded);
            assertThat(came.getLast()).isEmpty();
        }
    }

    @Test
    void a_backlog_is_forwarded_one_at_a_time_in_order_while_more_is_read() throws Exception {
        CountDownLatch allSent = new CountDownLatch(1);
        int many = 300;
        server.then(stream -> {
            stream.accept();
            for (int i = 0; i < many; i++) {
                stream.send(event("m" + i));
            }
            allSent.countDown();
            stream.readResults(many).readToTheEnd();
        });
        RawReceiver.Script slow =
                connection -> {
                    while (connection.readRequest()) {
                        await(allSent);
                        connection.say(RawReceiver.OK);
                    }
                };
        try (RawReceiver patient = RawReceiver.start(slow);
                Listener listener = Listener.to(patient.url(), server)) {
            List<String> results =
                    IntStream.range(0, many).mapToObj(_ -> server.awaitResult()).toList();

            for (int i = 0; i < many; i++) {
                assertThat(results.get(i)).contains("\"message_id\":\"m" + i + "\"");
            }
            assertThat(patient.connections()).as("connections are kept").isLessThan(many / 10);
            assertThat(listener.printed()).contains("events have come that wait to be forwarded.");
        }
    }

    @Test
    void several_are_forwarded_at_once_where_that_was_asked_for() throws Exception {
        CountDownLatch three = new CountDownLatch(3);
        server.then(stream -> {
            stream.accept().send(event("m1")).send(event("m2")).send(event("m3"));
            stream.readResults(3).readToTheEnd();
        });
        RawReceiver.Script together =
                connection -> {
                    while (connection.readRequest()) {
                        three.countDown();
                        await(three);
                        connection.say(RawReceiver.OK);
                    }
                };
        try (RawReceiver receiver = RawReceiver.start(together);
                Listener listener =
                        Listener.of(
                                server,
                                receiver.url(),
                                new ListenRun.Wishes(TypeFilter.EVERYTHING, 3, null))) {
            IntStream.range(0, 3).forEach(_ -> server.awaitResult());
            listener.end();
            assertThat(listener.printed()).endsWith("3 events: 3 succeeded\n");
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("it has not come");
            }
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    @Test
    void nothing_of_an_event_reaches_the_terminal_as_a_command() throws Exception {
        String evil = "push\\u001b[2J\\u001b]0;owned\\u0007\\u202e\\r\\n";
        server.then(stream -> {
            stream.accept()
                    .send(event("m1", "\"body\":{\"type\":\"" + evil + "\"}"))
                    .send(event("m2", "\"body_error\":\"" + evil + "\""))
                    .send(event("m3", "\"body\":{\"type\":\"" + "x".repeat(200) + "\"}"))
                    .send(event("last" + evil, "\"body\":{}"));
            stream.readResults(4);
            stream.close(4404, "gone\u001b[2J");
            stream.readToTheEnd();
        });
        try (RawReceiver moved =
                        RawReceiver.answering(
                                "HTTP/1.1 302 Found\r\nLocation: /\u001b[2J\r\nContent-Length: 0\r\n\r\n");
                Listener listener = Listener.to(moved.url(), server)) {
            assertThat(listener.awaitFailure()).contains("gone\\x1b[2J");
            assertThat(listener.printed())
                    .contains("push\\x1b[2J\\x1b]0;owned", "/\\x1b[2J (not followed", "last")
                    .contains("x".repeat(27) + "…  302")
                    .doesNotContain("\u001b", "\u0007", "\u202e", "\r");
        }
    }

    @Test
    void programs_get_one_json_object_on_each_line() throws Exception {
        server.then(stream -> {
            stream.accept().send(event("m1", "\"body\":{\"type\":\"push\\u001b\"}"));
            stream.readResults(1).readToTheEnd();
        });
        try (Listener listener = Listener.inJson(local.url(), server)) {
            var _ = server.awaitResult();
            listener.end();

            assertThat(listener.printed().lines())
                    .satisfiesExactly(
                            line -> assertThat(line).contains("\"kind\":\"begins\"", "ingest_url"),
                            line ->
                                    assertThat(line)
                                            .contains(
                                                    "\"kind\":\"ready\"", "\"way\":\"websocket\""),
                            line ->
                                    assertThat(line)
                                            .contains("\"message_id\":\"m1\"", "\"status\":200")
                                            .containsIgnoringCase("push\\u001b"),
                            line ->
                                    assertThat(line)
                                            .contains("\"kind\":\"ends\"", "\"succeeded\":1"));
        }
    }

    @Test
    void a_stream_on_which_nothing_comes_any_more_is_given_up_and_opened_again() throws Exception {
        server.then(stream -> stream.accept().readToTheEnd());
        server.then(stream -> {
            stream.accept();
            for (int i = 0; i < 30; i++) {
                stream.readPing().send("{\"type\":\"pong\"}");
            }
            stream.send(event("m1")).readResults(1).readToTheEnd();
        });
        EventStream.Rhythm quick =
                new EventStream.Rhythm(Duration.ofMillis(100), Duration.ofSeconds(2));
        try (Listener listener = Listener.at(quick, local.url(), server)) {
            listener.awaitPrinted("No connection: the server has been silent for 2 s");
            assertThat(server.awaitResult()).contains("m1");
        }
    }

    @Test
    void what_could_not_be_reported_is_reported_over_the_next_stream() throws Exception {
        CountDownLatch forwarding = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        server.then(stream -> {
            stream.accept().send(event("m1")).send(event("m1"));
            await(forwarding);
            stream.close(1012, "the server restarts");
            stream.readToTheEnd();
        });
        server.then(stream -> stream.accept().readResults(1).readToTheEnd());
        RawReceiver.Script slow =
                connection -> {
                    while (connection.readRequest()) {
                        forwarding.countDown();
                        await(told);
                        connection.say(RawReceiver.OK);
                    }
                };
        try (RawReceiver receiver = RawReceiver.start(slow);
                Listener listener = Listener.to(receiver.url(), server)) {
            listener.awaitPrinted(
                    "No connection: the server closed the stream: the server restarts");
            told.countDown();
            assertThat(server.awaitResult()).contains("m1", "200");
            assertThat(receiver.requests()).as("the same came twice").hasSize(1);
        }
    }

    @Test
    void only_events_of_the_wanted_types_are_forwarded() throws Exception {
        server.then(stream -> {
            stream.accept()
                    .send(event("m1", "\"body\":{\"type\":\"invoice.paid\"}"))
                    .send(event("m2", "\"body\":{\"event\":\"push\"}"))
                    .send(event("m3"))
                    .send(event("m4", "\"body\":{\"type\":\"invoice.sent\"}"));
            stream.readResults(4).readToTheEnd();
        });
        try (Listener listener =
                Listener.of(
                        server,
                        local.url(),
                        new ListenRun.Wishes(TypeFilter.of(List.of("invoice.*")), 1, null))) {
            List<String> results =
                    IntStream.range(0, 4).mapToObj(_ -> server.awaitResult()).toList();
            assertThat(results.get(1))
                    .as("taken, and not forwarded")
                    .isEqualTo("{\"type\":\"delivery_result\",\"message_id\":\"m2\"}");
            listener.end();
            assertThat(listener.printed()).endsWith("4 events: 2 succeeded, 2 not wanted\n");
            assertThat(local.requests()).hasSize(2);
        }
    }

    @Test
    void where_the_last_events_come_first_what_waits_is_passed_over() throws Exception {
        server.then(stream -> stream.accept().readToTheEnd()).thenPage("m9", event("m9"));
        try (Listener listener =
                Listener.of(
                        server, local.url(), new ListenRun.Wishes(TypeFilter.EVERYTHING, 1, 2))) {
            listener.awaitPrinted("Ready");
            assertThat(server.asked())
                    .containsSubsequence(
                            "GET /v1/inbound-endpoints/" + PlayedServer.ENDPOINT + "/listen?wait=0",
                            "GET /v1/inbound-endpoints/"
                                    + PlayedServer.ENDPOINT
                                    + "/listen?wait=0&after=m9",
                            "GET /v1/inbound-messages?limit=2&inbound_endpoint_id="
                                    + PlayedServer.ENDPOINT,
                            "POST /v1/inbound-messages/replay-batch",
                            "{\"message_ids\":[\"1\",\"2\"]}");
            assertThat(local.requests()).isEmpty();
        }
    }

    @Test
    void nothing_is_passed_over_for_a_key_that_may_not_have_the_last_events_sent_again() {
        server.withoutSend().thenPage("m9", event("m9"));
        BeginWithLast begin = new BeginWithLast(server.api(), endpoint());

        assertThatThrownBy(() -> begin.begin(2))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("403 FORBIDDEN: Needs send.");
        assertThat(server.asked()).noneMatch(line -> line.contains("/listen?"));
    }

    @Test
    void what_was_passed_over_and_is_not_sent_again_is_named() {
        server.replayedAs(
                        PlayedServer.json(
                                "503 Service Unavailable",
                                PlayedServer.refusal("SERVICE_UNAVAILABLE", "Later.")))
                .thenPage("m9", event("m9"));
        BeginWithLast begin = new BeginWithLast(server.api(), endpoint());

        assertThatThrownBy(() -> begin.begin(2))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("503 SERVICE_UNAVAILABLE: Later.")
                .hasMessageEndingWith("message_ids 1, 2");

        server.replayedAs(
                PlayedServer.json(
                        "200 OK",
                        """
                        {"data":{"results":[{"message_id":"1","status":"failed","error":"it was replayed ten times"},
                        {"message_id":"2","status":"replayed"}]},"meta":{}}\
                        """));
        assertThat(begin.begin(2))
                .containsExactly("1 is not sent again: it was replayed ten times");
    }

    private static ListenEndpoint endpoint() {
        return new ListenEndpoint(PlayedServer.ENDPOINT, "CLI Endpoint", "", "named");
    }
}
