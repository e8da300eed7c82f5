package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.Patience;
import io.hookbridge.base.Uuid7;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * What every request gets from the frame, whatever its handler does; spoken over a bare socket
 * where a client would not.
 */
@Tag("unit")
class HttpServerTest {

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final HttpServer server = serving();

    @AfterEach
    void stop() {
        mayEnd.countDown();
        server.stop();
    }

    @Test
    void an_unknown_path_and_a_wrong_method_are_refused_in_the_envelope() throws IOException {
        assertThat(exchange("GET /nowhere HTTP/1.1", ""))
                .startsWith("HTTP/1.1 404")
                .contains("\"code\":\"NOT_FOUND\"")
                .contains("Content-Type: application/json");
        assertThat(exchange("DELETE /echo/1 HTTP/1.1", ""))
                .startsWith("HTTP/1.1 405")
                .contains("Allow: GET, HEAD, POST")
                .contains("\"code\":\"METHOD_NOT_ALLOWED\"");
    }

    @Test
    void header_and_envelope_name_the_same_request() throws IOException {
        String answer = exchange("GET /echo/1 HTTP/1.1", "");

        String id = answer.replaceAll("(?s).*X-Request-Id: (req_[0-9a-f]{32}).*", "$1");
        assertThat(answer).contains("\"meta\":{\"request_id\":\"" + id + "\"}");
    }

    @Test
    void a_literal_segment_wins_over_a_variable() throws IOException {
        assertThat(exchange("GET /echo/literal HTTP/1.1", "")).contains("\"data\":\"the literal\"");
        assertThat(exchange("GET /echo/other HTTP/1.1", "")).contains("\"data\":\"other\"");
    }

    @Test
    void head_is_answered_like_get_without_a_body() throws IOException {
        assertThat(exchange("HEAD /echo/1 HTTP/1.1", ""))
                .startsWith("HTTP/1.1 200")
                .endsWith("\r\n\r\n");
    }

    @Test
    void what_is_no_request_is_refused_in_the_envelope_too() throws IOException {
        assertThat(exchange("GET /echo/%zz HTTP/1.1", ""))
                .startsWith("HTTP/1.1 400")
                .contains("\"code\":\"INVALID_REQUEST\"");
        assertThat(exchange("NONSENSE", "")).startsWith("HTTP/1.1 400").contains("INVALID_REQUEST");
        assertThat(exchange("GET /echo/" + "x".repeat(20_000) + " HTTP/1.1", ""))
                .startsWith("HTTP/1.1 414")
                .contains("URI_TOO_LONG");
        assertThat(exchange("GET /echo/1 HTTP/1.1\r\nX-Large: " + "x".repeat(70_000), ""))
                .startsWith("HTTP/1.1 431")
                .contains("HEADERS_TOO_LARGE");
    }

    @Test
    void too_many_headers_are_refused() throws IOException {
        assertThat(exchange("GET /echo/1 HTTP/1.1\r\n" + "X-Many: 1\r\n".repeat(200).strip(), ""))
                .startsWith("HTTP/1.1 431")
                .contains("HEADERS_TOO_LARGE");
    }

    @Test
    void a_body_over_the_limit_is_refused_with_and_without_a_length() throws IOException {
        String large = "x".repeat(Route.SMALL_BODY + 1);
        assertThat(exchange("POST /echo/1 HTTP/1.1\r\nContent-Length: " + large.length(), large))
                .startsWith("HTTP/1.1 400")
                .contains("PAYLOAD_TOO_LARGE");
        assertThat(
                        exchange(
                                "POST /echo/1 HTTP/1.1\r\nTransfer-Encoding: chunked",
                                Integer.toHexString(large.length())
                                        + "\r\n"
                                        + large
                                        + "\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("PAYLOAD_TOO_LARGE");
    }

    @Test
    void a_refused_body_is_read_on_so_that_no_reset_overtakes_the_answer() throws IOException {
        byte[] body = "x".repeat(1_500_000).getBytes(StandardCharsets.ISO_8859_1);
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
            socket.setSoTimeout(Patience.millis());
            InputStream answers = socket.getInputStream();
            for (int request = 0; request < 20; request++) {
                socket.getOutputStream()
                        .write(
                                "POST /echo/1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1500000\r\n\r\n"
                                        .getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().write(body);

                String answer = new String(answers.readNBytes(12), StandardCharsets.ISO_8859_1);
                assertThat(answer).isEqualTo("HTTP/1.1 400");
                String rest = "";
                while (!rest.endsWith("\"}}")) {
                    rest += (char) answers.read();
                }
                assertThat(rest).contains("PAYLOAD_TOO_LARGE");
            }
        }
    }

    @Test
    void a_body_in_another_encoding_is_refused_and_not_read_as_text() throws IOException {
        assertThat(
                        exchange(
                                "POST /echo/1 HTTP/1.1\r\nContent-Encoding: gzip\r\nContent-Length: 2",
                                "{}"))
                .startsWith("HTTP/1.1 400")
                .contains("INVALID_REQUEST");
    }

    @Test
    void a_fault_in_a_handler_is_a_500_that_says_nothing_of_it() throws IOException {
        assertThat(exchange("GET /fault HTTP/1.1", ""))
                .startsWith("HTTP/1.1 500")
                .contains("\"code\":\"INTERNAL_ERROR\"")
                .doesNotContain("hb_live_FAKE");
    }

    @Test
    void a_known_failure_of_a_dependency_is_a_refusal_with_retry_after() throws IOException {
        assertThat(exchange("GET /outage HTTP/1.1", ""))
                .startsWith("HTTP/1.1 503")
                .contains("Retry-After: 3")
                .contains("SERVICE_UNAVAILABLE");
    }

    @Test
    void a_stop_lets_a_running_request_finish() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<String> slow =
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return exchange("GET /slow HTTP/1.1", "");
                                } catch (IOException failure) {
                                    throw new IllegalStateException(failure);
                                }
                            },
                            threads);
            begun.await();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop, threads);
            mayEnd.countDown();

            assertThat(slow.get()).startsWith("HTTP/1.1 200").contains("finished");
            stopped.get();
        }
    }

    @Test
    void a_stop_announces_itself_with_the_answers_that_are_still_to_come() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
            socket.setSoTimeout(Patience.millis());
            socket.getOutputStream()
                    .write(
                            "GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    .getBytes(StandardCharsets.ISO_8859_1));
            begun.await();
            int port = server.port();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop, threads);
            Patience.until("nothing new is accepted", () -> isRefused(port));
            mayEnd.countDown();

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .contains("Connection: close", "finished");
            stopped.get();
        }
    }

    private static boolean isRefused(int port) {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            return !socket.isConnected();
        } catch (IOException refused) {
            return true;
        }
    }

    @Test
    void a_stop_asks_a_caller_whose_body_is_still_on_its_way_to_come_back() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
            socket.setSoTimeout(Patience.millis());
            socket.getOutputStream()
                    .write(
                            "POST /echo/1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n"
                                    .getBytes(StandardCharsets.ISO_8859_1));
            // Whoever wants to read the body says so: the request is in the hands of its handler.
            assertThat(socket.getInputStream().readNBytes(12)).asString().endsWith("100");
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop, threads);

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("HTTP/1.1 503", "Retry-After: 1", "SERVICE_UNAVAILABLE");
            stopped.get();
        }
    }

    @Test
    void two_routes_for_the_same_operation_do_not_start() {
        Route route = Route.open("GET", "/x", _ -> Answer.ok(1));

        assertThatThrownBy(() -> new RouteTable(List.of(route, route)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("GET /x");
    }

    private String exchange(String requestLineAndHeaders, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
            socket.setSoTimeout(Patience.millis());
            socket.getOutputStream()
                    .write(
                            (requestLineAndHeaders
                                            + "\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                            + body)
                                    .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpServer serving() {
        List<Route> routes =
                List.of(
                        Route.open("GET", "/echo/{id}", call -> Answer.ok(call.path("id"))),
                        Route.open("POST", "/echo/{id}", call -> Answer.ok(call.bytes().length)),
                        Route.open("GET", "/echo/literal", _ -> Answer.ok("the literal")),
                        Route.open(
                                "GET",
                                "/fault",
                                _ -> {
                                    throw new IllegalStateException("hb_live_FAKE in a message");
                                }),
                        Route.open(
                                "GET",
                                "/outage",
                                _ -> {
                                    throw new UnsupportedOperationException("a dependency is away");
                                }),
                        Route.open("GET", "/slow", _ -> slow()));
        HttpServer http =
                new HttpServer(
                        new HttpServer.Listen("127.0.0.1", 0, 16, Patience.LONGEST, false),
                        routes,
                        _ -> {
                            throw new AssertionError("every route here is open");
                        },
                        HttpServerTest::known,
                        new Uuid7(InstantSource.system()),
                        new SimpleMeterRegistry());
        try {
            http.start();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        return http;
    }

    private static Optional<ApiError> known(RuntimeException failure) {
        return failure instanceof UnsupportedOperationException
                ? Optional.of(
                        new ApiError(ErrorCode.SERVICE_UNAVAILABLE, "away")
                                .retryAfter(Duration.ofMillis(2_001)))
                : Optional.empty();
    }

    private Answer slow() {
        begun.countDown();
        try {
            mayEnd.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return Answer.ok(Map.of("state", "finished"));
    }

    @Test
    void an_address_that_cannot_be_listened_on_is_told_with_the_reason() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> HttpServer.requireFree("127.0.0.1", taken.getLocalPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "cannot listen on 127.0.0.1:%d: another process has that port",
                            taken.getLocalPort());
        }
        assertThatThrownBy(() -> HttpServer.requireFree("192.0.2.1", 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("this machine has no such address");
    }
}
