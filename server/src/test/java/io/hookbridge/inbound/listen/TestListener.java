package io.hookbridge.inbound.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A client like the official one: it reads one message after another, and nothing, no ping either,
 * while it has one in its hands.
 */
final class TestListener implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int SECONDS = 10;

    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;
    private final String received;

    private TestListener(URI url, String key) {
        this.received = url.toString();
        this.socket =
                CLIENT.newWebSocketBuilder()
                        .header("Authorization", "Bearer " + key)
                        .buildAsync(url, new Incoming())
                        .join();
    }

    static TestListener connect(TestApp app, String query) {
        return connect(app.port(), query, TestApp.KEY);
    }

    static TestListener connect(int port, String query, String key) {
        return new TestListener(url(port, query), key);
    }

    private static URI url(int port, String query) {
        return URI.create("ws://127.0.0.1:" + port + "/v1/listen?" + query);
    }

    /** The status that a handshake is refused with. */
    static int refused(int port, String query, String key) {
        try (TestListener _ = connect(port, query, key)) {
            throw new AssertionError("it was let in");
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof WebSocketHandshakeException refusal) {
                return refusal.getResponse().statusCode();
            }
            throw failure;
        }
    }

    private final class Incoming implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void onOpen(WebSocket opened) {
            opened.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                texts.add(text.toString());
                text.setLength(0);
            } else {
                from.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer payload) {
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            closed.complete(1006);
        }
    }

    /** The next message; nothing behind it is read before {@link #goOn}. */
    JsonNode next() {
        try {
            String text = texts.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(text).as("a message over " + received).isNotNull();
            return Json.MAPPER.readTree(text);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Reads on: the message at hand is done with. */
    void goOn() {
        socket.request(1);
    }

    /** The id of the next message, for which nothing but its being read is told. */
    String takes() {
        String id = next().path("message_id").asString();
        goOn();
        return id;
    }

    /** The id of the next message, which the local server answered. */
    String forwards(int status) {
        String id = next().path("message_id").asString();
        send(
                "{\"type\":\"delivery_result\",\"message_id\":\"%s\",\"status_code\":%d,\"latency_ms\":7}\n"
                        .formatted(id, status));
        goOn();
        return id;
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    /** What has come and was not looked at. */
    int unread() {
        return texts.size();
    }

    /** With which code the server ends it. */
    int closedWith() {
        return closed.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    /** Goes without a word. */
    void vanish() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
