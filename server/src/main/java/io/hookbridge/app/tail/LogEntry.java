package io.hookbridge.app.tail;

import io.hookbridge.base.Rfc3339;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a log says of a message at the moment.
 *
 * @param at when it came, as the server writes it
 * @param endpoint its URL or name, or its id where it has neither
 * @param type empty if the log does not know it
 * @param responseStatus of the last attempt; 0 if there was no answer
 * @param latencyMs of the last attempt; -1 if there was none
 * @param lastError empty if nothing was wrong
 */
record LogEntry(
        MessageLog log,
        String id,
        String at,
        String endpoint,
        String type,
        String status,
        int attempts,
        int responseStatus,
        int latencyMs,
        String lastError) {

    /** In these nothing more will happen, unless somebody replays the message. */
    private static final Set<String> SETTLED =
            Set.of("succeeded", "failed_permanent", "delivered", "expired");

    static LogEntry of(MessageLog log, JsonNode json) {
        String url = text(json, "endpoint");
        String name = url.isEmpty() ? text(json, "endpoint_name") : url;
        return new LogEntry(
                log,
                text(json, log.idMember()),
                text(json, log.timeMember()),
                name.isEmpty() ? text(json, log.endpointParameter()) : name,
                text(json, "event_type"),
                text(json, "status"),
                json.at("/attempt_count").asInt(0),
                json.at("/response_status").asInt(0),
                json.at("/response_latency_ms").asInt(-1),
                text(json, "last_error"));
    }

    /** The same message as it is shown alone. */
    LogEntry now(JsonNode message) {
        return new LogEntry(
                log,
                id,
                at,
                endpoint,
                type,
                text(message, "status"),
                message.at("/attempt_count").asInt(0),
                message.at("/response_status").asInt(0),
                message.at("/response_latency_ms").asInt(-1),
                text(message, "last_error"));
    }

    private static String text(JsonNode json, String member) {
        return json.at("/" + member).asString("");
    }

    /** When the message came; empty if that cannot be read. */
    Optional<Instant> time() {
        return Rfc3339.parse(at);
    }

    boolean isSettled() {
        return SETTLED.contains(status);
    }

    /** What a new line is worth: the state and how many attempts it took. */
    String state() {
        return status + " " + attempts;
    }
}
