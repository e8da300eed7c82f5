package io.hookbridge.app.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.Json;
import io.hookbridge.base.WholeNumber;
import io.hookbridge.tenant.apikey.KeyText;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The API of one server, asked with one key. Thread-safe. */
public final class Api implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 1024 * 1024;
    private static final int MOST_SECONDS = 24 * 60 * 60;

    private final URI server;
    private final KeyText key;
    private final Proxies proxies;
    private final HttpClient http;

    /**
     * @param server scheme, host and port, without a path
     */
    public Api(URI server, KeyText key, Proxies proxies) {
        this.server = server;
        this.key = key;
        this.proxies = proxies;
        this.http =
                proxies.apply(
                                HttpClient.newBuilder()
                                        .version(HttpClient.Version.HTTP_1_1)
                                        .connectTimeout(PATIENCE))
                        .build();
    }

    /** Scheme, host and port. */
    public URI server() {
        return server;
    }

    /**
     * @throws StartFailure with what the server objects to
     */
    public JsonNode get(String path) {
        return require(200, ask(request(path)));
    }

    /**
     * @param expected the status of success
     * @throws StartFailure with what the server objects to
     */
    public JsonNode post(String path, Map<String, ?> body, int expected) {
        return require(expected, tryPost(path, body));
    }

    /** Asks once, whatever comes of it. */
    public Reply tryPost(String path, Map<String, ?> body) {
        return ask(
                request(path).POST(BodyPublishers.ofString(Json.MAPPER.writeValueAsString(body))));
    }

    /**
     * @throws StartFailure with what the server objects to
     */
    public void delete(String path) {
        require(200, ask(request(path).DELETE()));
    }

    /** Asks once, whatever comes of it. */
    public Reply tryGet(String path) {
        return tryGet(path, PATIENCE, LONGEST_ANSWER);
    }

    /**
     * Asks once, whatever comes of it.
     *
     * @param patience for the whole answer
     * @param longest how many bytes an answer may have
     */
    public Reply tryGet(String path, Duration patience, int longest) {
        return ask(request(path).timeout(patience), longest);
    }

    /**
     * Opens a WebSocket.
     *
     * @param url begins with {@code ws} or {@code wss}
     */
    public CompletableFuture<WebSocket> open(URI url, WebSocket.Listener listener) {
        return http.newWebSocketBuilder()
                .connectTimeout(PATIENCE)
                .header("Authorization", "Bearer " + key.value())
                .buildAsync(url, listener);
    }

    /** What {@link #open} got instead of a WebSocket, from the failure of its future. */
    public Reply insteadOf(URI url, CompletionException failure) {
        if (failure.getCause() instanceof WebSocketHandshakeException refused) {
            HttpResponse<?> answer = refused.getResponse();
            return answered(
                    answer,
                    answer.body() instanceof String text ? text.getBytes(UTF_8) : new byte[0]);
        }
        return new Reply.Unanswered(Trouble.of(failure, url, proxies));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key.value())
                .header("Content-Type", "application/json");
    }

    private Reply ask(HttpRequest.Builder request) {
        return ask(request, LONGEST_ANSWER);
    }

    private Reply ask(HttpRequest.Builder request, int longest) {
        try {
            HttpResponse<byte[]> answer =
                    http.send(
                            request.build(),
                            BodyHandlers.limiting(BodyHandlers.ofByteArray(), longest));
            return answered(answer, answer.body());
        } catch (IOException failure) {
            return new Reply.Unanswered(Trouble.of(failure, server, proxies));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Reply.Unanswered("interrupted while the server was asked");
        }
    }

    /**
     * @param body null where a proxy has refused to let the request through
     */
    private Reply answered(HttpResponse<?> answer, byte @Nullable [] body) {
        if (answer.statusCode() == 407) {
            return new Reply.Unanswered(Trouble.ofLogin(server, proxies));
        }
        return new Reply.Answered(
                answer.statusCode(),
                body == null ? new byte[0] : body,
                answer.headers()
                        .firstValue("Retry-After")
                        .flatMap(seconds -> WholeNumber.parse(seconds, 0, MOST_SECONDS))
                        .map(Duration::ofSeconds));
    }

    private JsonNode require(int expected, Reply reply) {
        return switch (reply) {
            case Reply.Answered answered when answered.status() == expected -> answered.json();
            case Reply.Answered refused ->
                    throw new StartFailure(server + " answered " + refused.refusal());
            case Reply.Unanswered(String why) -> throw new StartFailure(why);
        };
    }

    /** Ends whatever is under way. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
