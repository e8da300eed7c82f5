package io.hookbridge.loadtest.cluster;

import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.BoundedClient;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The API of one server, which may be down. */
public final class Api {

    /** The most messages in one request. */
    public static final int LARGEST_BATCH = 100;

    private static final String EVENT_ID = "X-Event-Id";

    /** As an application waits for an answer, before it sends again. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** For what is done once, with servers that run. */
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(60);

    private static final Pattern MESSAGE_ID = Pattern.compile("\"message_id\":\"([0-9a-f-]{36})\"");
    private static final Pattern MOST_SENDS = Pattern.compile("\"sends_per_minute\":(\\d+)");
    private static final Pattern INGEST_URL = Pattern.compile("\"ingest_url\":\"([^\"]+)\"");
    private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]+)\"");
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private final BoundedClient client;
    private final int port;
    private final String key;
    private final AtomicBoolean inService;

    public Api(BoundedClient client, int port, String key) {
        this(client, port, key, new AtomicBoolean(true));
    }

    private Api(BoundedClient client, int port, String key, AtomicBoolean inService) {
        this.client = client;
        this.port = port;
        this.key = key;
        this.inService = inService;
    }

    /** The same server, as the holder of another key sees it. */
    public Api as(String otherKey) {
        return new Api(client, port, otherKey, inService);
    }

    /** The key that it is called with. */
    public String key() {
        return key;
    }

    /** Whether a load balancer would send requests to it. */
    public void inService(boolean now) {
        inService.set(now);
    }

    public boolean isInService() {
        return inService.get();
    }

    /** Sends one message with one request. */
    public Sent send(String body) {
        return sent(() -> call("POST", "/v1/webhooks/send", body, PATIENCE));
    }

    private interface Exchange {
        HttpResponse<String> run() throws IOException, InterruptedException;
    }

    private static Sent sent(Exchange exchange) {
        try {
            HttpResponse<String> answer = exchange.run();
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
     * Sends an event to an endpoint that receives, as its provider does.
     *
     * @param path of its ingest URL
     * @param eventId as the provider calls it
     */
    public Sent receive(String path, String eventId, byte[] payload) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", "application/json")
                        .header(EVENT_ID, eventId)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(payload));
        return sent(() -> client.call(request, PATIENCE));
    }

    /**
     * Up to a hundred events that are stored, or fetched and not acknowledged; empty if unanswered.
     */
    public Optional<String> events(String endpoint) {
        return answered(
                "GET",
                "/v1/pull-endpoints/"
                        + endpoint
                        + "/events?status=stored,fetched&payload=true&limit=100",
                "");
    }

    /** What is answered to the acknowledgement of events; empty if it is unanswered. */
    public Optional<String> acknowledge(String endpoint, List<UUID> events) {
        return answered(
                "POST",
                "/v1/pull-endpoints/" + endpoint + "/events/ack",
                events.stream()
                        .map(id -> "\"" + id + "\"")
                        .collect(Collectors.joining(",", "{\"event_ids\":[", "]}")));
    }

    /**
     * What is answered.
     *
     * @param status 0 if nothing was
     */
    public record Answer(int status, String body) {}

    /** Asks for the payload of a message that was sent. */
    public Answer payload(UUID message) {
        return look("/v1/messages/" + message + "/payload");
    }

    /** Asks for what only looks. */
    public Answer look(String path) {
        try {
            HttpResponse<String> answer = call("GET", path, "", LONG_PATIENCE);
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException unanswered) {
            return new Answer(0, "");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Answer(0, "");
        }
    }

    private Optional<String> answered(String method, String path, String body) {
        try {
            HttpResponse<String> answer = call(method, path, body, PATIENCE);
            if (answer.statusCode() / 100 == 4 && answer.statusCode() != 429) {
                throw new BenchFailure(
                        "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
            }
            return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException unanswered) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
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
        must("PUT", "/v1/projects/" + project, "{\"rate_limit_default\":" + mostSends() + "}");
    }

    /** A key of a new project of the same tenant, which may send as much. */
    public String newProject(String name) throws InterruptedException {
        String project =
                first(
                        ID,
                        must(
                                "POST",
                                "/v1/projects",
                                "{\"name\":\"%s\",\"rate_limit_default\":%s}"
                                        .formatted(name, mostSends())));
        return first(KEY, must("POST", "/v1/api-keys", "{\"project_id\":\"" + project + "\"}"));
    }

    private String mostSends() throws InterruptedException {
        return first(MOST_SENDS, must("GET", "/v1/billing/subscription", ""));
    }

    /** A new endpoint; its id. */
    public String newEndpoint(String url) throws InterruptedException {
        return first(ID, must("POST", "/v1/endpoints", "{\"url\":\"" + url + "\"}"));
    }

    /**
     * An endpoint that receives.
     *
     * @param path of its ingest URL
     */
    public record Source(String id, String path) {}

    /** A new endpoint that forwards what it receives. */
    public Source newSource(String url) throws InterruptedException {
        return source("/v1/inbound-endpoints", "\"url\":\"" + url + "\"");
    }

    /** A new endpoint whose events are fetched. */
    public Source newPullEndpoint() throws InterruptedException {
        return source("/v1/pull-endpoints", "\"name\":\"Chaos\"");
    }

    private Source source(String path, String members) throws InterruptedException {
        String made =
                must(
                        "POST",
                        path,
                        "{%s,\"idempotency_header_names\":[\"%s\"]}".formatted(members, EVENT_ID));
        return new Source(first(ID, made), URI.create(first(INGEST_URL, made)).getRawPath());
    }

    public void pause(String endpoint) throws InterruptedException {
        must("POST", "/v1/endpoints/" + endpoint + "/pause", "");
    }

    public void resume(String endpoint) throws InterruptedException {
        must("POST", "/v1/endpoints/" + endpoint + "/resume", "");
    }

    /**
     * A message that waits for its next attempt.
     *
     * @param endpoint that it is for, the digits of its id
     * @param received by an endpoint that forwards; otherwise it was sent
     */
    public record Waiting(UUID id, String endpoint, boolean received) {

        private String path(String action) {
            return "/v1/%s/%s/%s".formatted(received ? "inbound-messages" : "messages", id, action);
        }
    }

    /** Has a message that waits for its next attempt tried at once; false if it does not wait. */
    public boolean retryNow(Waiting message) throws InterruptedException {
        return unlessMoved(message, "retry-now");
    }

    /** Gives a message up that waits for its next attempt; false if it does not wait. */
    public boolean cancel(Waiting message) throws InterruptedException {
        return unlessMoved(message, "cancel");
    }

    private boolean unlessMoved(Waiting message, String action) throws InterruptedException {
        try {
            int status = call("POST", message.path(action), "", PATIENCE).statusCode();
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
        return client.call(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body)),
                patience);
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new BenchFailure("no " + pattern + " in: " + text);
        }
        return found.group(1);
    }
}
