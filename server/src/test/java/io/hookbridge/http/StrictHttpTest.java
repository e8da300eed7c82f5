package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What two readers could understand differently is refused, and nothing after it is read. */
@Tag("unit")
class StrictHttpTest {

    private static final Route.Handler LATER =
            Route.later(_ -> CompletableFuture.supplyAsync(() -> Answer.ok("later")));
    private static final Route.Handler FAILING =
            Route.later(_ -> CompletableFuture.supplyAsync(StrictHttpTest::refused));

    private static Strangers strangers;

    private static Answer refused() {
        throw ApiError.invalidRequest("not this one");
    }

    private static Answer streamed() {
        byte[] text = "all work and no play ".repeat(100).getBytes(StandardCharsets.UTF_8);
        return new Answer.Streamed(
                200, "text/plain", text.length, out -> out.write(text), Map.of());
    }

    @BeforeAll
    static void start() throws IOException {
        strangers =
                Strangers.of(
                        16,
                        Bounds.usual(),
                        Route.open("GET", "/a", call -> Answer.ok(call.target())),
                        Route.open("POST", "/a", call -> Answer.ok(call.bytes().length))
                                .taking(1_000_000),
                        Route.open("GET", "/streamed", _ -> streamed()),
                        Route.open("GET", "/later", LATER),
                        Route.open("GET", "/failing", FAILING));
    }

    @AfterAll
    static void stop() {
        strangers.close();
    }

    /** A bar stands for the end of a line, the other signs for what control character they show. */
    private static String written(String text) {
        return text.replace("|", "\r\n")
                .replace("⏎", "\n")
                .replace("␍", "\r")
                .replace("␀", "\0")
                .replace("␉", "\t")
                .replace("⌧", "\u007f");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a HTTP/1.1⏎Host: a⏎⏎",
                "GET /a HTTP/1.1|Host: a⏎|",
                "GET /a HTTP/1.1|Host: a⏎X: b||",
                "GET /a HTTP/1.1|Host: a␍X: b||",
                "GET /a HTTP/1.1|Host: a|X: b␀||",
                "GET /a HTTP/1.1|Host: a|X: b⌧||",
                "GET /a HTTP/1.1|Host: a|X: b| c||",
                "GET /a HTTP/1.1|Host: a|X: b|␉c||",
                "GET /a HTTP/1.1| Host: a||",
                "GET /a HTTP/1.1|Host : a||",
                "GET /a HTTP/1.1|Host: a|X␉: b||",
                "GET /a HTTP/1.1|Host: a|X||",
                "GET /a HTTP/1.1|Host: a|: b||",
                "GET /a HTTP/1.1|Host: a|X(: b||",
                "GET /a HTTP/1.1||",
                "GET /a HTTP/1.1|Host: a|Host: a||",
                "GET /a HTTP/1.1|Host: a|host: b||",
                "GET /a HTTP/1.1|Host: a/b||",
                "GET /a HTTP/1.1|Host: a@b||",
                "GET /a HTTP/1.1|Host: a b||",
                "GET /a HTTP/1.1|Host: a, b||",
                "GET /a HTTP/1.1|Host: a:port||",
                "GET http://b/a HTTP/1.1|Host: a||",
                "GET http://a@b/a HTTP/1.1|Host: b||",
                "GET ftp://a/a HTTP/1.1|Host: a||",
                "GET a HTTP/1.1|Host: a||",
                "CONNECT a:80 HTTP/1.1|Host: a:80||",
                "GET * HTTP/1.1|Host: a||",
                "GET /a#b HTTP/1.1|Host: a||",
                "GET /a␉HTTP/1.1|Host: a||",
                "GET  /a HTTP/1.1|Host: a||",
                "GET /a  HTTP/1.1|Host: a||",
                "GET /a HTTP/1.1 |Host: a||",
                " GET /a HTTP/1.1|Host: a||",
                "GET /a|Host: a||",
                "GET /a HTTP/2.0|Host: a||",
                "GET /a HTTP/1.2|Host: a||",
                "GET /a http/1.1|Host: a||",
                "G@T /a HTTP/1.1|Host: a||",
                "GET /a%0 HTTP/1.1|Host: a||",
                "GET /%2e%2e/a HTTP/1.1|Host: a||",
                "GET /x%2Fa HTTP/1.1|Host: a||",
                "GET /a%00 HTTP/1.1|Host: a||",
                "PRI * HTTP/2.0||SM||",
                "POST /a HTTP/1.1|Host: a|Content-Length: 1|Content-Length: 1||x",
                "POST /a HTTP/1.1|Host: a|Content-Length: 1|Content-Length: 2||x",
                "POST /a HTTP/1.1|Host: a|Content-Length: 1, 1||x",
                "POST /a HTTP/1.1|Host: a|Content-Length: +1||x",
                "POST /a HTTP/1.1|Host: a|Content-Length: -1||x",
                "POST /a HTTP/1.1|Host: a|Content-Length: 0x1||x",
                "POST /a HTTP/1.1|Host: a|Content-Length: ||x",
                "POST /a HTTP/1.1|Host: a|Content-Length: 99999999999999999999||x",
                "POST /a HTTP/1.1|Host: a|Content-Length: 1|Transfer-Encoding: chunked||0||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: chunked|Content-Length: 1||0||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: chunked|Transfer-Encoding: chunked||0||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: gzip, chunked||0||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: chunked, identity||0||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: xchunked||0||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: identity||x",
                "POST /a HTTP/1.0|Host: a|Transfer-Encoding: chunked||0||",
                "POST /a HTTP/1.1|Host: a|Expect: 200-ok|Content-Length: 1||x",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: chunked||1⏎x|0||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: chunked||1|x⏎0||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: chunked||1 |x|0||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: chunked|| 1|x|0||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: chunked||1 y|x|0||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: chunked||0x1|x|0||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: chunked||-1|x|0||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: chunked||1;a=␀|x|0||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: chunked||1;a=⏎|x|0||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: chunked||1|xy|0||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: chunked||FFFFFFFFFFFFFFFF1|x|0||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: chunked||0|X: b⏎|",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: chunked||0|GET /a HTTP/1.1||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: chunked||0|X: b| c||",
            })
    void what_is_ambiguous_is_refused_and_the_connection_is_closed(String request)
            throws IOException {
        try (Strangers.Line line = strangers.line()) {
            line.send(written(request) + "GET /later HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(line.rest())
                    .startsWith("HTTP/1.1 400")
                    .contains("\"INVALID_REQUEST\"", "X-Request-Id: req_")
                    .containsIgnoringCase("Connection: close\r\n")
                    .containsOnlyOnce("HTTP/1.1 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a HTTP/1.1|Host: a||",
                "GET /a HTTP/1.1|Host:a||",
                "GET /a HTTP/1.1|Host:||",
                "GET /a HTTP/1.1|host: [::1]:80||",
                "GET http://A:80/a HTTP/1.1|Host: a:80||",
                "|GET /a HTTP/1.1|Host: a||",
                "GET /a?x=%zz HTTP/1.1|Host: a||",
                "GET /a HTTP/1.1|Host: a|X: b␉c ||",
                "GET /a HTTP/1.1|Host: a|Connection: Upgrade|Upgrade: websocket||",
                "GET /a HTTP/1.1|Host: a|Connection: Upgrade|Upgrade: something||",
                "POST /a HTTP/1.1|Host: a|Content-Length: 0||",
                "POST /a HTTP/1.1|Host: a||",
                "POST /a HTTP/1.1|Host: a|Content-Length: 00001||x",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: Chunked||1;a=b|x|0|X: b||",
                "POST /a HTTP/1.1|Host: a|Transfer-Encoding: chunked||00a|0123456789|0||",
                "POST /a HTTP/1.1|Host: a|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA|Content-Length: 1||x",
                "GET /a HTTP/1.1|Host: a|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA||",
            })
    void what_is_valid_is_answered_and_the_next_request_as_well(String request) throws IOException {
        try (Strangers.Line line = strangers.line()) {
            line.send(written(request) + written(request));
            assertThat(line.answer()).startsWith("HTTP/1.1 200");
            assertThat(line.answer()).startsWith("HTTP/1.1 200");
            assertThat(line.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n").answer()).contains("\"/a\"");
        }
    }

    @Test
    void requests_in_pieces_and_in_one_go_are_the_same() throws IOException {
        String request =
                "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: u\r\n\r\n";
        try (Strangers.Line line = strangers.line()) {
            for (int i = 0; i < request.length(); i++) {
                line.send(request.substring(i, i + 1));
            }
            assertThat(line.answer()).contains("\"data\":3");
            line.send(request.repeat(5));
            for (int i = 0; i < 5; i++) {
                assertThat(line.answer()).contains("\"data\":3");
            }
        }
    }

    @Test
    void long_lines_and_many_headers_have_bounds() throws IOException {
        String path = "/a?" + "x".repeat(16 * 1024 - "GET /a? HTTP/1.1".length());
        String headers = "X: " + "x".repeat(60_000) + "\r\n";
        try (Strangers.Line line = strangers.line()) {
            line.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n");
            assertThat(line.answer()).startsWith("HTTP/1.1 200");
            line.send("GET " + path + "x HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(line.rest())
                    .startsWith("HTTP/1.1 414")
                    .contains("\"URI_TOO_LONG\"")
                    .containsIgnoringCase("Connection: close\r\n");
        }
        for (String many : new String[] {headers + headers, "X: y\r\n".repeat(100)}) {
            try (Strangers.Line line = strangers.line()) {
                line.send("GET /a HTTP/1.1\r\nHost: a\r\n" + many + "\r\n");
                assertThat(line.rest())
                        .startsWith("HTTP/1.1 431")
                        .contains("\"HEADERS_TOO_LARGE\"")
                        .containsIgnoringCase("Connection: close\r\n");
            }
        }
    }

    @Test
    void an_upgrade_to_http_2_that_is_offered_with_a_body_is_ignored() throws IOException {
        String request =
                "POST /a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                        + "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\nContent-Length: 900000\r\n\r\n"
                        + "x".repeat(900_000);
        try (Strangers.Line line = strangers.line()) {
            for (int i = 0; i < 3; i++) {
                assertThat(line.send(request).answer()).contains("\"data\":900000");
            }
        }
    }

    @Test
    void an_upgrade_to_what_is_not_offered_is_ignored_whether_the_path_exists_or_not()
            throws IOException {
        String webSocket =
                written(
                        " HTTP/1.1|Host: a|Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==||");
        try (Strangers.Line line = strangers.line()) {
            assertThat(line.send("GET /nowhere" + webSocket).answer())
                    .startsWith("HTTP/1.1 404")
                    .contains("\"NOT_FOUND\"");
            assertThat(line.send("GET /a" + webSocket).answer()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void an_answer_that_comes_later_is_written_when_it_comes() throws IOException {
        try (Strangers.Line line = strangers.line()) {
            assertThat(line.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n").answer())
                    .startsWith("HTTP/1.1 200")
                    .contains("\"data\":\"later\"");
            assertThat(line.send("GET /failing HTTP/1.1\r\nHost: a\r\n\r\n").answer())
                    .startsWith("HTTP/1.1 400")
                    .contains("not this one");
        }
    }

    @Test
    void whoever_sends_no_more_still_gets_the_answers_to_what_was_whole() throws IOException {
        String later = "GET /later HTTP/1.1\r\nHost: a\r\n\r\n";
        String echo = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n";
        String body = "x".repeat(900_000);
        for (String broken :
                List.of(
                        "",
                        "GET /a HT",
                        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx")) {
            try (Strangers.Line line = strangers.line()) {
                String answers = line.send(later + echo + body + later + broken).end().rest();

                assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(4);
                assertThat(answers).contains("\"data\":900000").endsWith("}}");
            }
        }
        try (Strangers.Line line = strangers.line()) {
            assertThat(line.send(echo + "x").end().rest()).isEmpty();
        }
        try (Strangers.Line line = strangers.line()) {
            assertThat(line.send("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n").end().rest())
                    .startsWith("HTTP/1.1 404");
        }
        Patience.until("all are closed", () -> strangers.server().connections() == 0);
    }

    @Test
    void an_old_client_gets_its_answer_and_the_end_of_the_connection() throws IOException {
        try (Strangers.Line line = strangers.line()) {
            assertThat(line.send("GET /a HTTP/1.0\r\n\r\n").rest()).contains("200 OK", "\"/a\"");
        }
    }

    @Test
    void a_broken_body_is_refused_after_the_answers_to_what_came_before_it() throws IOException {
        try (Strangers.Line line = strangers.line()) {
            line.send(
                    "GET /later HTTP/1.1\r\nHost: a\r\n\r\n".repeat(300)
                            + "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"
                            + "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n");
            for (int i = 0; i < 300; i++) {
                assertThat(line.answer()).startsWith("HTTP/1.1 200").contains("\"later\"");
            }
            assertThat(line.answer()).startsWith("HTTP/1.1 200").contains("\"data\":1");
            assertThat(line.rest()).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1 ");
        }
    }

    @Test
    void where_chunks_are_not_known_an_answer_of_unknown_length_ends_with_the_connection()
            throws IOException {
        String asked = " HTTP/1.0\r\nConnection: keep-alive\r\nAccept-Encoding: gzip\r\n\r\n";
        try (Strangers.Line line = strangers.line()) {
            assertThat(line.send("GET /a" + asked).answer()).containsIgnoringCase("keep-alive");
            assertThat(line.send("GET /streamed" + asked).rest())
                    .containsIgnoringCase("Connection: close\r\n")
                    .contains("Content-Encoding: gzip")
                    .doesNotContainIgnoringCase("keep-alive", "Content-Length", "chunked");
        }
    }
}
