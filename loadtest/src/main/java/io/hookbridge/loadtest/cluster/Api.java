package io.hookbridge.loadtest.cluster;

import io.hookbridge.loadtest.process.BenchFailure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The API of one server, which may be down. */
public final class Api {

    /** The most messages in one request. */
    public static final int LARGEST_BATCH = 100;

    /** As an application waits for an answer, before it sends again. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** For what is done once, with servers that run. */
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(60);

    /** After which a call without an answer is over, beyond its patience. */
    private static final Duration LATEST = Duration.ofSeconds(2);

    private static final Pattern MESSAGE_ID = Pattern.compile("\"message_id\":\"([0-9a-f-]{36})\"");
    private static final Pattern MOST_SENDS = Pattern.compile("\"sends_per_minute\":(\\d+)");
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private final HttpClient client;
    private final int port;
    private final String key;
    private volatile boolean inService = true;

    public Api(HttpClient client, int port, String key) {
        this.client = client;
        this.port = port;
        this.key = key;
    }

    /** Whether a load balancer would send requests to it. */
    public void inService(boolean now) {
        inService = now;
    }

    public boolean isInService() {
        return inService;
    }

    /** Sends one message with one request. */
    public Sent send(String body) {
        try {
            HttpResponse<String> answer = call("POST", "/v1/webhooks/send", body, PATIENCE);
            Matcher id = MESSAGE_ID.matcher(answer.body());
            if (answer.statusCode() == 202 && id.find()) {
                return new Sent.Accepted(UUID.fromString(id.group(1)), System.nanoTime());
            }
            return answer.statusCode() >= 500 || answer.statusCode() == 429
                    ? new Sent.InDoubt()
                    : new Sent.Refused(answer.statusCode() + " " + answer.body());
        } catch (IOException unanswered) {
            return new Sent.InDoubt();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Sent.InDoubt();
        }
    }

    /**
     * Sends messages with one request; fails unless all are accepted.
     *
     * @param messages the body of a request for each, at most {@link #LARGEST_BATCH}
     */
    public List<Sent> sendBatch(List<String> messages) throws InterruptedException {
        String body = "{\"messages\":[" + String.join(",", messages) + "]}";
        Matcher ids = MESSAGE_ID.matcher(must("POST", "/v1/webhooks/send-batch", body));
        List<Sent> accepted = new ArrayList<>(messages.size());
        while (ids.find()) {
            accepted.add(new Sent.Accepted(UUID.fromString(ids.group(1)), System.nanoTime()));
        }
        if (accepted.size() != messages.size()) {
            throw new BenchFailure(
                    "%d of %d were accepted".formatted(accepted.size(), messages.size()));
        }
        return accepted;
    }

    /** Lets the key's project send as much as the plan allows, which is more than is sent. */
    public void liftLimits() throws InterruptedException {
        String project = first(ID, must("GET", "/v1/projects", ""));
        String most = first(MOST_SENDS, must("GET", "/v1/billing/subscription", ""));
        must("PUT", "/v1/projects/" + project, "{\"rate_limit_default\":" + most + "}");
    }

    /** A new endpoint; its id. */
    public String newEndpoint(String url) throws InterruptedException {
        return first(ID, must("POST", "/v1/endpoints", "{\"url\":\"" + url + "\"}"));
    }

    public void pause(String endpoint) throws InterruptedException {
        must("POST", "/v1/endpoints/" + endpoint + "/pause", "");
    }

    public void resume(String endpoint) throws InterruptedException {
        must("POST", "/v1/endpoints/" + endpoint + "/resume", "");
    }

    /** Has a message that waits for its next attempt tried at once; false if it does not wait. */
    public boolean retryNow(UUID message) throws InterruptedException {
        return unlessMoved(message, "retry-now");
    }

    /** Gives a message up that waits for its next attempt; false if it does not wait. */
    public boolean cancel(UUID message) throws InterruptedException {
        return unlessMoved(message, "cancel");
    }

    private boolean unlessMoved(UUID message, String action) throws InterruptedException {
        try {
            int status =
                    call("POST", "/v1/messages/" + message + "/" + action, "", PATIENCE)
                            .statusCode();
            if (status != 200 && status != 400 && status < 500) {
                throw new BenchFailure("%s of a message: %d".formatted(action, status));
            }
            return status == 200;
        } catch (IOException unanswered) {
            return false;
        }
    }

    private String must(String method, String path, String body) throws InterruptedException {
        try {
            HttpResponse<String> answer = call(method, path, body, LONG_PATIENCE);
            if (answer.statusCode() / 100 != 2) {
                throw new BenchFailure(
                        "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
            }
            return answer.body();
        } catch (IOException failure) {
            throw new BenchFailure("%s %s: %s".formatted(method, path, failure.getMessage()));
        }
    }

    private HttpResponse<String> call(String method, String path, String body, Duration patience)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(patience)
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        // Where servers are killed all the time, the client itself sometimes never ends a call.
        long most = patience.plus(LATEST).toMillis();
        try {
            return client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .get(most, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IOException("no answer", failure);
        }
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new BenchFailure("no " + pattern + " in: " + text);
        }
        return found.group(1);
    }
}
