package io.hookbridge.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

@Tag("unit")
class OpenLoopTest {

    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;

    OpenLoopTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void every_request_that_was_due_is_sent_and_counted() throws Exception {
        serve(exchange -> answer(exchange, 200));

        LoadResult result = run(200, Duration.ofMillis(500), Duration.ofSeconds(1));

        assertThat(requests).hasValue(300);
        assertThat(result.answered()).isEqualTo(200);
        assertThat(result.errors()).isEmpty();
        assertThat(result.achieved()).isPositive().isLessThanOrEqualTo(200.0);
    }

    @Test
    void a_stall_makes_all_the_requests_late_that_were_due_in_it() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        // The server has one thread, so nobody is answered while it waits.
        serve(exchange -> {
            if (requests.get() == 20) {
                await(never, Duration.ofMillis(600));
            }
            answer(exchange, 200);
        });

        LoadResult result = run(100, Duration.ZERO, Duration.ofSeconds(1));

        assertThat(result.answered()).isEqualTo(100);
        // 60 requests were due in the stall; those of its first half waited for more than 250 ms.
        assertThat(result.latency().getCountBetweenValues(250_000, Long.MAX_VALUE))
                .isGreaterThanOrEqualTo(30L);
    }

    @Test
    void an_answer_other_than_200_is_an_error_by_its_status() throws Exception {
        serve(exchange -> answer(exchange, requests.get() % 10 == 0 ? 503 : 200));

        LoadResult result = run(100, Duration.ZERO, Duration.ofSeconds(1));

        assertThat(result.errors()).isEqualTo(Map.of("status 503", 10L));
        assertThat(result.answered()).isEqualTo(90);
    }

    @Test
    void what_happens_in_the_warm_up_is_told_apart() throws Exception {
        serve(exchange ->
                answer(exchange, exchange.getRequestURI().getPath().length() == 2 ? 500 : 200));
        int port = server.getAddress().getPort();

        LoadResult result =
                OpenLoop.run(
                        new Load(
                                port,
                                n -> Request.post(port, "/" + n, Map.of(), "x"),
                                100,
                                Duration.ofMillis(500),
                                Duration.ofMillis(500)),
                        new Observer() {});

        assertThat(result.warmUpErrors()).isEqualTo(Map.of("status 500", 10L));
        assertThat(result.errors()).isEmpty();
    }

    @Test
    void a_connection_that_is_cut_is_an_error_of_one_request() throws Exception {
        serve(exchange -> {
            if (requests.get() == 10) {
                exchange.close();
            } else {
                answer(exchange, 200);
            }
        });

        LoadResult result = run(50, Duration.ZERO, Duration.ofSeconds(1));

        assertThat(result.errors()).isEqualTo(Map.of("connection closed", 1L));
        assertThat(result.answered()).isEqualTo(49);
    }

    @Test
    void a_server_that_is_not_there_is_an_error_of_every_request() throws Exception {
        int port = server.getAddress().getPort();
        // One that was never started would go on listening.
        server.start();
        server.stop(0);

        LoadResult result = run(port, 50, Duration.ZERO, Duration.ofSeconds(1));

        assertThat(result.errors()).isEqualTo(Map.of("no connection", 50L));
    }

    private void serve(HttpHandler handler) {
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    requests.incrementAndGet();
                    handler.handle(exchange);
                });
        server.start();
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        byte[] body = "done".getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void await(CountDownLatch latch, Duration most) {
        try {
            latch.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private LoadResult run(double perSecond, Duration warmUp, Duration measured)
            throws IOException, InterruptedException {
        return run(server.getAddress().getPort(), perSecond, warmUp, measured);
    }

    private static LoadResult run(int port, double perSecond, Duration warmUp, Duration measured)
            throws IOException, InterruptedException {
        Request request = Request.post(port, "/", Map.of("Content-Type", "text/plain"), "x");
        return OpenLoop.run(
                new Load(port, _ -> request, perSecond, warmUp, measured), new Observer() {});
    }
}
