package io.hookbridge.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * Takes webhooks and writes down every one of them. What comes below {@code /fails} is refused at
 * the first attempt; what comes below {@code /slow}, and later attempts below {@code /fails}, wait
 * for their answer while it is {@link #hold held back}.
 */
final class WebhookReceiver implements AutoCloseable {

    private final HttpServer server;
    private final Queue<Reception> receptions = new ConcurrentLinkedQueue<>();
    private volatile CountDownLatch held = new CountDownLatch(0);

    /**
     * A request that came.
     *
     * @param at by {@code System.nanoTime}
     */
    record Reception(UUID message, int attempt, long at) {}

    WebhookReceiver() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    /** The address of an endpoint. */
    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** Every request so far, in the order in which they came. */
    List<Reception> receptions() {
        return List.copyOf(receptions);
    }

    /** From now on answers are held back. */
    void hold() {
        held = new CountDownLatch(1);
    }

    /** All that waits is answered, and all that comes. */
    void release() {
        held.countDown();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            int attempt =
                    Integer.parseInt(exchange.getRequestHeaders().getFirst("X-Webhook-Attempt"));
            receptions.add(
                    new Reception(
                            UUID.fromString(exchange.getRequestHeaders().getFirst("X-Webhook-Id")),
                            attempt,
                            System.nanoTime()));
            String path = exchange.getRequestURI().getPath();
            boolean refused = path.startsWith("/fails") && attempt == 1;
            if (!refused && (path.startsWith("/fails") || path.startsWith("/slow"))) {
                held.await();
            }
            exchange.sendResponseHeaders(refused ? 500 : 200, -1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        release();
        server.stop(0);
    }
}
