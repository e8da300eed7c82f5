package io.hookbridge.outbound;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.hookbridge.base.Patience;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Receives deliveries, remembers them, and answers as the test wants. */
public final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final List<Delivered> all = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Delivered> unseen = new LinkedBlockingQueue<>();
    private volatile Function<Delivered, Answer> answers = _ -> Answer.of(200);

    /**
     * A request as it came.
     *
     * @param query empty for none
     */
    public record Delivered(
            String path, String query, Map<String, List<String>> headers, String body) {

        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(entry -> entry.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }

        public String messageId() {
            return header("X-Webhook-Id");
        }
    }

    /** What is answered, with headers. */
    public record Answer(int status, Map<String, String> headers, String body) {

        public static Answer of(int status) {
            return new Answer(status, Map.of(), "answer " + status);
        }

        public Answer header(String name, String value) {
            return new Answer(status, Map.of(name, value), body);
        }
    }

    private Receiver(HttpServer server) {
        this.server = server;
    }

    /** On a free port of the loopback address. */
    public static Receiver start() {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            Receiver receiver = new Receiver(server);
            server.createContext("/", receiver::handle);
            server.start();
            return receiver;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Delivered delivered =
                    new Delivered(
                            exchange.getRequestURI().getPath(),
                            Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""),
                            Map.copyOf(exchange.getRequestHeaders()),
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
            // Chosen before anybody sees the delivery: whoever does may say how the next is
            // answered.
            Function<Delivered, Answer> chosen = answers;
            all.add(delivered);
            unseen.add(delivered);
            Answer answer = chosen.apply(delivered);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** How deliveries are answered from now on; the function may block. */
    public void answer(Function<Delivered, Answer> newAnswers) {
        answers = newAnswers;
    }

    public void answer(int status) {
        answers = _ -> Answer.of(status);
    }

    /** The URL of a path here. */
    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** The next delivery that was not looked at yet; fails if none comes. */
    public Delivered next() {
        try {
            Delivered delivered = unseen.poll(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS);
            if (delivered == null) {
                throw new AssertionError("no delivery came within " + Patience.LONGEST);
            }
            return delivered;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Is as at the start: nothing has come, and everything is answered with 200. */
    public void forget() {
        answers = _ -> Answer.of(200);
        all.clear();
        unseen.clear();
    }

    /** Everything that came so far. */
    public List<Delivered> all() {
        return List.copyOf(all);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
