package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Json;
import io.hookbridge.base.Patience;
import io.hookbridge.http.Exchange;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Has a server do with messages all that it does with them, and keeps what it promises. What it
 * does not answer fails with {@link java.io.UncheckedIOException}, or {@link ServerEnded}.
 */
final class WorkOnMessages {

    private static final String SLOW = "/slow";

    /** A target that nothing is known of gets 16 messages at once. */
    private static final int MORE_THAN_AT_ONCE = 18;

    private final Place place;
    private final WebhookReceiver receiver;
    private final MessageTables tables;
    private final Promises promises = new Promises();
    private final Map<String, String> endpoints = new HashMap<>();
    private RunningServer server;
    private int number;

    /** The server ended while its work was waited for. */
    static final class ServerEnded extends RuntimeException {}

    /** Makes the endpoints. */
    WorkOnMessages(RunningServer server, WebhookReceiver receiver, MessageTables tables) {
        this.server = server;
        this.place = server.place();
        this.receiver = receiver;
        this.tables = tables;
        String project = call("GET", "/v1/projects", Map.of()).at("/0/id").asString();
        // As many as the plan allows.
        int most =
                call("GET", "/v1/billing/subscription", Map.of())
                        .findValue("sends_per_minute")
                        .asInt();
        call("PUT", "/v1/projects/" + project, Map.of("rate_limit_default", most));
        for (String path : List.of("/takes", "/fails", "/parked")) {
            endpoints.put(path, newEndpoint(path));
        }
        call("POST", "/v1/endpoints/" + endpoints.get("/parked") + "/pause", Map.of());
    }

    private String newEndpoint(String path) {
        return call("POST", "/v1/endpoints", Map.of("url", receiver.url(path)))
                .get("id")
                .asString();
    }

    /** From now on this server is asked. */
    void goOnWith(RunningServer next) {
        server = next;
    }

    Promises promises() {
        return promises;
    }

    /** Everything once: what is sent, delivered, tried again, given up, replayed and deleted. */
    void round() {
        deleteWhatWaits();
        List<UUID> sent = sendAll("/takes", "/takes", "/fails", "/fails", "/parked");
        delete(sent.get(4));
        String key = "key-" + number;
        UUID keyed = send("/takes", key);
        assertThat(send("/takes", key)).isEqualTo(keyed);
        receiver.release();
        UUID retried = sent.get(2);
        UUID cancelled = sent.get(3);
        await("two wait for a retry", () -> tables.retrying().containsAll(sent.subList(2, 4)));
        act(retried, "retry-now");
        promises.askedToCancel(cancelled);
        act(cancelled, "cancel");
        promises.cancelled(cancelled);
        promises.askedToReplay(cancelled);
        act(cancelled, "replay");
        await("one is delivered", () -> tables.ended().containsKey(sent.getFirst()));
        delete(sent.getFirst());
        await("all have ended", () -> tables.unended() == 0);
    }

    /** Has the server hold messages in every way: under way, claimed, waiting, marked. */
    void fill() {
        UUID claimed = sendAll("/fails").getFirst();
        await("one waits for a retry", () -> tables.retrying().contains(claimed));
        UUID begun = deleteWhatWaits();
        act(claimed, "retry-now");
        await("attempts are being made", () -> received(begun) == 1 && received(claimed) == 2);
        delete(begun);
    }

    /**
     * Deletes a message that waits in memory, because a new target gets only so many at once and
     * its answers are held back.
     *
     * @return the first one that does not wait
     */
    private UUID deleteWhatWaits() {
        receiver.hold();
        if (endpoints.containsKey(SLOW)) {
            call("DELETE", "/v1/endpoints/" + endpoints.remove(SLOW), "");
        }
        endpoints.put(SLOW, newEndpoint(SLOW + "/" + number));
        List<UUID> sent =
                sendAll(Collections.nCopies(MORE_THAN_AT_ONCE, SLOW).toArray(String[]::new));
        delete(sent.getLast());
        return sent.getFirst();
    }

    private long received(UUID message) {
        return receiver.receptions().stream()
                .filter(reception -> reception.message().equals(message))
                .count();
    }

    /** Has messages that have ended, and some that are queued, lie in a day that is over. */
    void expire() {
        List<UUID> sent = sendAll("/takes", "/takes", "/parked", "/parked");
        await("two are delivered", () -> tables.ended().keySet().containsAll(sent.subList(0, 2)));
        sent.subList(2, 4).forEach(promises::expired);
        tables.expire(sent);
    }

    /** Brings to its end whatever was begun. */
    void finish() {
        promises.unanswered().forEach((key, body) -> sendWithKey(key, body));
        call("POST", "/v1/endpoints/" + endpoints.get("/parked") + "/resume", Map.of());
        await(
                "all have ended",
                () -> {
                    tables.retrying().forEach(this::retryNow);
                    return tables.unended() == 0;
                });
        call("POST", "/v1/endpoints/" + endpoints.get("/parked") + "/pause", Map.of());
    }

    private List<UUID> sendAll(String... paths) {
        List<Map<String, Object>> messages = new ArrayList<>();
        for (String path : paths) {
            messages.add(message(path));
        }
        List<UUID> ids = new ArrayList<>();
        call("POST", "/v1/webhooks/send-batch", Map.of("messages", messages))
                .get("results")
                .forEach(result -> ids.add(UUID.fromString(result.get("message_id").asString())));
        ids.forEach(promises::accepted);
        return ids;
    }

    private Map<String, Object> message(String path) {
        number++;
        return Map.of(
                "endpoint_id",
                Objects.requireNonNull(endpoints.get(path)),
                "payload",
                Map.of("number", number));
    }

    private UUID send(String path, String key) {
        Map<String, Object> message =
                Map.of(
                        "endpoint_id",
                        Objects.requireNonNull(endpoints.get(path)),
                        "payload",
                        Map.of("key", key),
                        "idempotency_key",
                        key);
        return sendWithKey(key, Json.MAPPER.writeValueAsString(message));
    }

    private UUID sendWithKey(String key, String body) {
        promises.askedWithKey(key, body);
        UUID id =
                UUID.fromString(
                        call("POST", "/v1/webhooks/send", body).get("message_id").asString());
        promises.answered(key, id);
        return id;
    }

    private void delete(UUID message) {
        promises.askedToDelete(message);
        call("DELETE", "/v1/messages/" + message, "");
        promises.deleted(message);
    }

    private void act(UUID message, String action) {
        call("POST", "/v1/messages/" + message + "/" + action, Map.of());
    }

    /** Unless its time has come by itself since it was looked at. */
    private void retryNow(UUID message) {
        Exchange answer =
                server.api()
                        .request("POST", "/v1/messages/" + message + "/retry-now")
                        .key(place.key())
                        .json("{}")
                        .send();
        if (answer.status() != 200) {
            assertThat(answer.code()).isEqualTo("INVALID_STATUS");
        }
    }

    private JsonNode call(String method, String path, Map<String, ?> body) {
        return call(method, path, method.equals("GET") ? "" : Json.MAPPER.writeValueAsString(body));
    }

    private JsonNode call(String method, String path, String body) {
        var draft = server.api().request(method, path).key(place.key());
        Exchange answer = (body.isEmpty() ? draft : draft.json(body)).send();
        assertThat(answer.status())
                .as("%s %s: %s", method, path, answer.text())
                .isBetween(200, 202);
        return answer.data();
    }

    private void await(String what, BooleanSupplier condition) {
        Patience.until(what, () -> !server.child().isAlive() || condition.getAsBoolean());
        if (!server.child().isAlive()) {
            throw new ServerEnded();
        }
    }
}
