package io.hookbridge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Patience;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Bodies that come slowly, never end, break off, or are more than they seem. */
@Tag("database")
class BodiesAtTheGateTest {

    private static final int MEBIBYTE = 1024 * 1024;
    private static final int CHUNK = 0x10000;

    private static InboundTest inbound;
    private InboundTest.Source source;

    @BeforeAll
    static void start() {
        inbound = new InboundTest();
    }

    @AfterAll
    static void stop() {
        inbound.close();
    }

    /** Tells what it fetches by a type that stands deep in the body. */
    @BeforeEach
    void newSource() {
        source =
                new InboundTest.Source(
                        inbound.app
                                .client()
                                .post("/v1/pull-endpoints")
                                .key(TestApp.KEY)
                                .json(
                                        Map.of(
                                                "event_type_source", "body",
                                                "event_type_path", "a.b.c"))
                                .send()
                                .data());
    }

    private JsonNode events() {
        return inbound.get("/v1/pull-endpoints/" + source.id() + "/events?status=all").data();
    }

    /** A request that has begun. */
    private Socket begun(String headers) throws IOException {
        Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), inbound.app.port());
        socket.setSoTimeout(Patience.millis());
        socket.getOutputStream()
                .write(
                        "POST %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n"
                                .formatted(source.path(), headers)
                                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void bodies_that_trickle_keep_no_other_request_waiting() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket = begun("Content-Length: 60000");
                slow.add(socket);
                socket.getOutputStream().write('x');
            }

            for (int i = 0; i < 10; i++) {
                InboundTest.accepted(inbound.to(source).json("{}").send());
            }
            assertThat(events()).hasSize(10);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void a_body_that_does_not_end_is_refused_when_it_is_too_long() throws IOException {
        try (Socket socket = begun("Transfer-Encoding: chunked")) {
            OutputStream out = socket.getOutputStream();
            byte[] chunk =
                    ("10000\r\n" + "x".repeat(CHUNK) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            int sent = 0;
            try {
                while (socket.getInputStream().available() == 0 && sent < 64 * MEBIBYTE) {
                    out.write(chunk);
                    sent += CHUNK;
                }
            } catch (IOException refused) {
                // The server has closed the connection; what it said before is there to be read.
            }

            assertThat(sent).isLessThan(64 * MEBIBYTE);
            assertThat(rest(socket)).startsWith("HTTP/1.1 413").contains("BODY_TOO_LARGE");
        }
        assertThat(events()).isEmpty();
    }

    @Test
    void half_a_body_becomes_no_message() throws IOException {
        for (String headers : List.of("Content-Length: 1000", "Transfer-Encoding: chunked")) {
            try (Socket socket = begun(headers)) {
                socket.getOutputStream()
                        .write("5\r\n{\"a\":\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                assertThat(rest(socket)).doesNotContain("HTTP/1.1 2");
            }
        }

        assertThat(events()).isEmpty();
    }

    static Stream<String> bombs() {
        return Stream.of(
                "[".repeat(3 * MEBIBYTE),
                "{\"a\":".repeat(MEBIBYTE / 2),
                "{\"a\":{\"b\":" + "[".repeat(3 * MEBIBYTE),
                "{" + "\"a\":{},".repeat(MEBIBYTE / 4) + "\"a\":{\"b\":{\"c\":\"late\"}}}",
                "{\"a\":{\"b\":{\"c\":\"" + "x".repeat(3 * MEBIBYTE) + "\"}}}",
                "{\"a\":{\"b\":{\"c\":1" + "0".repeat(3 * MEBIBYTE) + "}}}");
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("bombs")
    void a_body_that_is_hard_to_read_is_taken_as_it_is_and_has_no_type(String body) {
        String id =
                InboundTest.accepted(
                        inbound.to(source)
                                .header("Content-Type", "application/json")
                                .raw(body)
                                .send());

        assertThat(events()).hasSize(1);
        assertThat(events().path(0).path("id").asString()).isEqualTo(id);
        assertThat(events().path(0).path("event_type").isNull()).isTrue();
        assertThat(events().path(0).path("size_bytes").asInt()).isEqualTo(body.length());
    }

    @Test
    void a_small_body_that_unpacks_to_a_large_one_is_taken_as_it_is() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"a\":{\"b\":{\"c\":\"".getBytes(StandardCharsets.US_ASCII));
            byte[] blanks = new byte[MEBIBYTE];
            for (int i = 0; i < 100; i++) {
                gzip.write(blanks);
            }
            gzip.write("\"}}}".getBytes(StandardCharsets.US_ASCII));
        }

        String id =
                InboundTest.accepted(
                        inbound.to(source)
                                .header("Content-Type", "application/json")
                                .header("Content-Encoding", "gzip")
                                .raw(packed.toByteArray())
                                .send());

        Exchange event = inbound.get("/v1/pull-endpoints/" + source.id() + "/events/" + id);
        assertThat(event.data().path("size_bytes").asInt()).isEqualTo(packed.size());
        assertThat(event.data().path("event_type").isNull()).isTrue();
        assertThat(event.data().path("payload_encoding").asString()).isEqualTo("base64");
    }
}
