package io.hookbridge.app.receive;

import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.Json;
import io.hookbridge.delivery.signing.VerifyingKey;
import io.hookbridge.tenant.apikey.KeyText;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** The two operations of a server's API that a receiver needs. */
final class ApiClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 1024 * 1024;

    private final URI server;
    private final KeyText key;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();

    /**
     * @param server scheme, host and port, without a path
     */
    ApiClient(URI server, KeyText key) {
        this.server = server;
        this.key = key;
    }

    /**
     * An endpoint that was just made.
     *
     * @param key to verify its deliveries with
     */
    record Endpoint(String id, VerifyingKey key) {}

    /**
     * @throws StartFailure with what the server objects to
     */
    Endpoint createEndpoint(URI url) {
        String body =
                Json.MAPPER.writeValueAsString(
                        Map.of("url", url.toString(), "description", "./hookbridge receive"));
        JsonNode answer =
                send(request("/v1/endpoints").POST(BodyPublishers.ofString(body)).build(), 201);
        String id = answer.at("/data/id").asString("");
        return EndpointId.parse(id)
                .flatMap(_ -> VerifyingKey.parse(answer.at("/data/signing_secret").asString("")))
                .map(key -> new Endpoint(id, key))
                .orElseThrow(() -> new StartFailure(server + " is no HookBridge server"));
    }

    /**
     * @throws StartFailure with what the server objects to
     */
    void deleteEndpoint(String id) {
        send(request("/v1/endpoints/" + id).DELETE().build(), 200);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key.value())
                .header("Content-Type", "application/json");
    }

    private JsonNode send(HttpRequest request, int expected) {
        HttpResponse<String> answer;
        try {
            answer =
                    http.send(
                            request,
                            BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST_ANSWER));
        } catch (IOException unreachable) {
            throw new StartFailure(
                    "no server answers at "
                            + server
                            + ": start one with ./hookbridge up, or name another with --server");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while the server was asked");
        }
        JsonNode body;
        try {
            body = Json.MAPPER.readTree(answer.body());
        } catch (JacksonException noJson) {
            body = Json.MAPPER.createObjectNode();
        }
        if (answer.statusCode() != expected) {
            throw new StartFailure(
                    "%s answered %d %s: %s"
                            .formatted(
                                    server,
                                    answer.statusCode(),
                                    oneLine(body.at("/error/code").asString("")),
                                    oneLine(
                                            body.at("/error/message")
                                                    .asString("no HookBridge server"))));
        }
        return body;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cc}+", " ");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
