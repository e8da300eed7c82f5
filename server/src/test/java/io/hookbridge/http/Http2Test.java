package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** What holds for requests over HTTP/1.1 holds over HTTP/2 as well. */
@Tag("unit")
class Http2Test {

    private static final int PLACES = 4;
    private static final int MEBIBYTE = 1024 * 1024;
    private static final Route PATH = Route.open("GET", "/a", call -> Answer.ok(call.target()));
    private static final Route ECHO =
            Route.open("POST", "/a", call -> Answer.ok(call.bytes().length));

    private static final HeldCalls HELD = new HeldCalls();

    @TempDir private static Path folder;
    private static TestTls tls;
    private static Strangers strangers;

    @BeforeAll
    static void start() throws Exception {
        tls = new TestTls(folder);
        strangers = serving(Bounds.usual(), PATH, ECHO.taking(MEBIBYTE), HELD.route());
    }

    @AfterAll
    static void stop() {
        strangers.close();
    }

    private static Strangers serving(Bounds bounds, Route... routes) throws Exception {
        return Strangers.overTls(PLACES, bounds, tls, routes);
    }

    @Test
    void requests_are_answered_side_by_side() throws Exception {
        try (Http2Line line = strangers.http2()) {
            line.get(1, "/a")
                    .head(0, 3, Http2Line.request("POST", "/a"))
                    .get(5, "/b")
                    .frame(Http2Line.DATA, 0, 3, "12")
                    .frame(Http2Line.DATA, Http2Line.END_STREAM, 3, "345")
                    .send();

            // In whatever order; the answers to others are read on the way and not kept.
            List<Integer> ended = new ArrayList<>();
            while (ended.size() < 3) {
                Http2Line.Frame frame = line.read();
                if ((frame.flags() & Http2Line.END_STREAM) != 0 && frame.stream() > 0) {
                    ended.add(frame.stream());
                }
            }
            assertThat(ended).containsExactlyInAnyOrder(1, 3, 5);
            Http2Line.StreamAnswer answer = line.get(7, "/a").send().answer(7);
            assertThat(answer.status()).isEqualTo("200");
            assertThat(answer.body()).contains("\"/a\"");
            assertThat(answer.header("x-request-id")).startsWith("req_");
            assertThat(answer.header("connection")).isEmpty();
        }
    }

    @Test
    void bodies_come_with_and_without_a_length_and_wait_for_100_continue() throws Exception {
        try (Http2Line line = strangers.http2()) {
            line.head(0, 1, Http2Line.request("POST", "/a", "content-length", "3"))
                    .frame(Http2Line.DATA, Http2Line.END_STREAM, 1, "abc")
                    .send();
            assertThat(line.answer(1).body()).contains("\"data\":3");
            line.head(0, 3, Http2Line.request("POST", "/a"))
                    .frame(Http2Line.DATA, 0, 3, "abcd")
                    .frame(Http2Line.DATA, Http2Line.END_STREAM, 3, "")
                    .send();
            assertThat(line.answer(3).body()).contains("\"data\":4");
            line.head(Http2Line.END_STREAM, 5, Http2Line.request("POST", "/a")).send();
            assertThat(line.answer(5).body()).contains("\"data\":0");
            line.head(0, 7, Http2Line.request("POST", "/a", "expect", "100-continue")).send();
            assertThat(line.next(Http2Line.HEADERS, 7).flags() & Http2Line.END_STREAM).isZero();
            line.frame(Http2Line.DATA, Http2Line.END_STREAM, 7, "abcde").send();
            assertThat(line.answer(7).body()).contains("\"data\":5");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method|G T",
                ":method|GETGETGETGETGETGETGETGETGETGETGET",
                ":path|a",
                ":path|*",
                ":path|/a#b",
                ":path|/a b",
                ":path|/a%0",
                ":path|/%2e%2e/a",
                ":path|/x%2Fa",
                ":path|/a%00",
                ":path|/a\t",
                ":path|http://localhost/a",
                ":authority|a/b",
                "x|a ",
                "expect|200-ok",
                ":method|CONNECT",
            })
    void what_is_ambiguous_is_refused_and_the_connection_goes_on(String field) throws Exception {
        String[] changed = field.split("\\|", 2);
        String[] head = Http2Line.request("GET", "/a", "x", "y", "expect", "100-continue");
        List<String> whole = new ArrayList<>();
        for (int i = 0; i < head.length; i += 2) {
            boolean other = head[i].equals(changed[0]);
            // CONNECT has neither of these.
            boolean absent =
                    changed[1].equals("CONNECT") && List.of(":path", ":scheme").contains(head[i]);
            if (!absent) {
                whole.addAll(List.of(head[i], other ? changed[1] : head[i + 1]));
            }
        }
        if (!whole.contains(changed[0])) {
            whole.addAll(List.of(changed));
        }
        try (Http2Line line = strangers.http2()) {
            line.head(Http2Line.END_STREAM, 1, whole.toArray(new String[0])).send();

            Http2Line.StreamAnswer answer = line.answer(1);
            assertThat(answer.status()).isEqualTo("400");
            assertThat(answer.body()).contains("\"INVALID_REQUEST\"", "req_");
            assertThat(line.get(3, "/a").send().answer(3).status()).isEqualTo("200");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x|a\u0000b",
                "x|a\u0001b",
                "x|a\rb",
                "x|a\nb",
                "x|a\u007fb",
                "x| a",
                "x(|a",
                "connection|close",
                "transfer-encoding|chunked",
                "upgrade|h2c",
                "te|gzip",
                "X|y",
                ":status|200",
                ":path|/a",
                "host|b",
                "content-length|5",
                "content-length|+5",
            })
    void what_http_2_forbids_resets_the_stream(String field) throws Exception {
        try (Http2Line line = strangers.http2()) {
            line.head(Http2Line.END_STREAM, 1, Http2Line.request("POST", "/a", field.split("\\|")))
                    .send();

            assertThat(line.answer(1).reset()).isEqualTo(Http2Line.PROTOCOL_ERROR);
            assertThat(line.get(3, "/a").send().answer(3).status()).isEqualTo("200");
        }
    }

    @Test
    void a_host_that_is_served_elsewhere_is_told_so() throws Exception {
        try (Http2Line line = strangers.http2()) {
            List<String> own = List.of("localhost", "LOCALHOST:8443", "127.0.0.1:1", "[::1]");
            int stream = 1;
            for (String authority : own) {
                assertThat(answerFor(line, stream, authority).status()).isEqualTo("200");
                stream += 2;
            }
            for (String authority :
                    List.of("example.com", "localhost.example.com", "example.com:443")) {
                Http2Line.StreamAnswer answer = answerFor(line, stream, authority);
                assertThat(answer.status()).isEqualTo("421");
                assertThat(answer.body()).contains("\"MISDIRECTED_REQUEST\"");
                stream += 2;
            }
        }
    }

    private static Http2Line.StreamAnswer answerFor(Http2Line line, int stream, String authority)
            throws Exception {
        String[] head = Http2Line.request("GET", "/a");
        head[5] = authority;
        return line.head(Http2Line.END_STREAM, stream, head).send().answer(stream);
    }

    @Test
    void long_paths_and_many_headers_have_bounds() throws Exception {
        String path = "/a?" + "x".repeat(16 * 1024 - "GET /a? HTTP/1.1".length());
        String value = "x".repeat(60_000);
        String[] many = new String[200];
        for (int i = 0; i < many.length; i += 2) {
            many[i] = "x" + i;
            many[i + 1] = "y";
        }
        try (Http2Line line = strangers.http2()) {
            line.head(Http2Line.END_STREAM, 1, Http2Line.request("GET", path, "x", value)).send();
            assertThat(line.answer(1).status()).isEqualTo("200");
            Http2Line.StreamAnswer tooLong = line.get(3, path + "x").send().answer(3);
            assertThat(tooLong.status()).isEqualTo("414");
            assertThat(tooLong.body()).contains("\"URI_TOO_LONG\"");
            line.head(Http2Line.END_STREAM, 5, Http2Line.request("GET", "/a", many)).send();
            assertThat(line.answer(5).status()).isEqualTo("200");
            line.head(
                            Http2Line.END_STREAM,
                            7,
                            Http2Line.request("GET", "/a?b", "x", value, "y", value))
                    .send();
            Http2Line.StreamAnswer tooLarge = line.answer(7);
            assertThat(tooLarge.status()).isEqualTo("431");
            assertThat(tooLarge.body()).contains("\"HEADERS_TOO_LARGE\"");
            String[] one = Arrays.copyOf(many, many.length + 2);
            one[many.length] = "z";
            one[many.length + 1] = "z";
            line.head(Http2Line.END_STREAM, 9, Http2Line.request("GET", "/a", one)).send();
            assertThat(line.answer(9).status()).isEqualTo("431");
        }
    }

    @Test
    void bodies_that_trickle_take_no_places_of_handlers() throws Exception {
        try (Http2Line slow = strangers.http2();
                Http2Line other = strangers.http2()) {
            for (int stream = 1; stream < 100; stream += 2) {
                slow.head(0, stream, Http2Line.request("POST", "/a", "content-length", "60000"))
                        .frame(Http2Line.DATA, 0, stream, "x");
            }
            slow.send();
            Patience.until(
                    "all bodies are awaited",
                    () -> strangers.server().bytesInFlight() >= 50L * 60_000);

            for (int stream = 1; stream < 6 * PLACES; stream += 2) {
                assertThat(other.get(stream, "/a").send().answer(stream).status()).isEqualTo("200");
            }
        }
        Patience.until("it is given back", () -> strangers.server().bytesInFlight() == 0);
    }

    @Test
    void a_stream_that_is_reset_gives_back_what_its_body_held() throws Exception {
        try (Http2Line line = strangers.http2()) {
            line.head(0, 1, Http2Line.request("POST", "/a", "content-length", "60000")).send();
            Patience.until("it is held", () -> strangers.server().bytesInFlight() >= 60_000);
            line.frame(Http2Line.RST_STREAM, 0, 1, new byte[] {0, 0, 0, Http2Line.CANCEL}).send();
            Patience.until("it is given back", () -> strangers.server().bytesInFlight() == 0);
            assertThat(line.get(3, "/a").send().answer(3).status()).isEqualTo("200");
        }
    }

    @Test
    void a_stream_that_is_reset_has_no_caller_any_more() throws Exception {
        try (Http2Line line = strangers.http2()) {
            line.get(1, "/held").send();
            assertThat(HELD.next()).isEqualTo("held");

            line.frame(Http2Line.RST_STREAM, 0, 1, new byte[] {0, 0, 0, Http2Line.CANCEL}).send();

            assertThat(HELD.next()).isEqualTo("gone");
            assertThat(HELD.next()).isEqualTo("not answered");
            assertThat(line.get(3, "/a").send().answer(3).status()).isEqualTo("200");
        }
    }

    @Test
    void bodies_without_room_and_bodies_that_are_late_are_refused() throws Exception {
        Bounds bounds =
                new Bounds(
                        ConnectionLimits.USUAL,
                        new InFlight.Shares(100_000, 100_000, 50_000),
                        new Pace(Duration.ofMillis(50), MEBIBYTE),
                        Bounds.usual().leaving());
        try (Strangers hurried = serving(bounds, ECHO.taking(MEBIBYTE));
                Http2Line line = hurried.http2()) {
            line.head(
                            0,
                            1,
                            Http2Line.request(
                                    "POST", "/a", "content-length", "60000", "authorization", "a"))
                    .send();
            assertThat(line.answer(1).status()).isEqualTo("429");
            line.head(0, 3, Http2Line.request("POST", "/a", "content-length", "200000")).send();
            assertThat(line.answer(3).status()).isEqualTo("503");
            line.head(0, 5, Http2Line.request("POST", "/a", "content-length", "2000"))
                    .frame(Http2Line.DATA, 0, 5, "x")
                    .send();
            assertThat(line.answer(5).body()).contains("did not come in time");
        }
    }

    @Test
    void the_rest_of_a_refused_body_is_read_on_and_then_cut_off() throws Exception {
        try (Http2Line line = strangers.http2()) {
            line.head(0, 1, Http2Line.request("POST", "/nowhere")).send();
            assertThat(line.answer(1).status()).isEqualTo("404");
            line.frame(Http2Line.DATA, 0, 1, "x".repeat(10_000))
                    .frame(Http2Line.DATA, Http2Line.END_STREAM, 1, "x")
                    .get(3, "/a")
                    .send();
            assertThat(line.answer(3).status()).isEqualTo("200");
        }
    }

    @Test
    void a_reader_that_stops_reading_one_answer_loses_it_and_goes_on_with_others()
            throws Exception {
        Bounds hurried =
                new Bounds(
                        ConnectionLimits.USUAL,
                        Bounds.usual().bodies(),
                        Bounds.usual().arriving(),
                        new Pace(Duration.ofMillis(50), 1000 * MEBIBYTE));
        CountDownLatch ended = new CountDownLatch(1);
        Answer streamed =
                new Answer.Streamed(
                        200,
                        "application/octet-stream",
                        Long.MAX_VALUE,
                        out -> {
                            try {
                                while (true) {
                                    out.write(new byte[65_536]);
                                }
                            } finally {
                                ended.countDown();
                            }
                        },
                        Map.of());
        Answer whole =
                new Answer.Raw(200, "application/octet-stream", new byte[MEBIBYTE], Map.of());
        try (Strangers slowly =
                        serving(
                                hurried,
                                PATH,
                                Route.open("GET", "/streamed", _ -> streamed),
                                Route.open("GET", "/whole", _ -> whole));
                Http2Line line = slowly.http2()) {
            int stream = 1;
            for (String path : List.of("/streamed", "/whole")) {
                // The first answer fills the window of the connection, which is given back.
                line.get(stream, path).send();
                assertThat(line.answer(stream).reset()).isEqualTo(Http2Line.CANCEL);
                line.frame(
                                Http2Line.WINDOW_UPDATE,
                                0,
                                0,
                                new byte[] {0, 0, (byte) 0xff, (byte) 0xff})
                        .get(stream + 2, "/a")
                        .send();
                assertThat(line.answer(stream + 2).status()).isEqualTo("200");
                stream += 4;
            }
            ended.await();
        }
    }

    @Test
    void a_stop_announces_itself_names_the_last_request_and_answers_it() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Route slow =
                Route.open(
                        "GET",
                        "/slow",
                        _ -> {
                            begun.countDown();
                            await(mayEnd);
                            return Answer.ok("finished");
                        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                Strangers stopping = serving(Bounds.usual(), slow);
                Http2Line line = stopping.http2()) {
            line.get(1, "/slow").send();
            begun.await();
            CompletableFuture<Void> stopped =
                    CompletableFuture.runAsync(stopping.server()::stop, threads);

            Http2Line.Frame announced = line.next(Http2Line.GOAWAY, 0);
            assertThat(announced.error()).isEqualTo(Http2Line.NO_ERROR);
            assertThat(announced.lastStream()).isEqualTo(Integer.MAX_VALUE);
            Http2Line.Frame last = line.next(Http2Line.GOAWAY, 0);
            assertThat(last.error()).isEqualTo(Http2Line.NO_ERROR);
            assertThat(last.lastStream()).isEqualTo(1);
            mayEnd.countDown();
            assertThat(line.answer(1).body()).contains("finished");
            stopped.get();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
