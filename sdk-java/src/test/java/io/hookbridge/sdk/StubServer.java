package io.hookbridge.sdk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** Answers as it is told, and writes down what it was asked. */
final class StubServer implements AutoCloseable {

    private final HttpServer server;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** What it was asked, the first first. */
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    /**
     * A request.
     *
     * @param query without the question mark; {@code null} if there is none
     */
    record Asked(
            String method,
            String path,
            @Nullable String query,
            Map<String, List<String>> headers,
            String body) {}

    /**
     * An answer.
     *
     * @param status 0 for a connection that ends instead of one
     * @param missing how many bytes of its body never come
     */
    record Reply(int status, Map<String, String> headers, String body, int missing) {

        Reply(int status, Map<String, String> headers, String body) {
            this(status, headers, body, 0);
        }

        static Reply of(int status, String body) {
            return new Reply(status, Map.of(), body);
        }

        Reply with(String header, String value) {
            return new Reply(status, Map.of(header, value), body, missing);
        }
    }

    StubServer(Function<Asked, Reply> replies) {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/", exchange -> answer(exchange, replies));
        server.start();
    }

    /** A client of it that has waited already. */
    HookBridge.Builder client() {
        return HookBridge.builder()
                .baseUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .apiKey("hb_test_FAKE")
                .pause(time -> {});
    }

    private void answer(HttpExchange exchange, Function<Asked, Reply> replies) throws IOException {
        try (exchange) {
            Asked request =
                    new Asked(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getRawPath(),
                            exchange.getRequestURI().getRawQuery(),
                            Map.copyOf(exchange.getRequestHeaders()),
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
            asked.add(request);
            Reply reply = replies.apply(request);
            if (reply.status == 0) {
                return;
            }
            reply.headers.forEach(exchange.getResponseHeaders()::set);
            byte[] body = reply.body.getBytes(StandardCharsets.UTF_8);
            int length = body.length + reply.missing;
            exchange.sendResponseHeaders(reply.status, length == 0 ? -1 : length);
            exchange.getResponseBody().write(body);
            if (reply.missing > 0) {
                exchange.getResponseBody().flush();
                closing.await();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
