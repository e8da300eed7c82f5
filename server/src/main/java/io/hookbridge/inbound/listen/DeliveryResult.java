package io.hookbridge.inbound.listen;

import io.hookbridge.message.Taken;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.UUID;

/** Reads what a listener tells of the server that it forwarded a message to. */
final class DeliveryResult {

    private static final int LONGEST_ERROR = 200;

    /** An hour, in milliseconds: nobody forwards for so long. */
    private static final int LONGEST_LATENCY = 3_600_000;

    private DeliveryResult() {}

    /**
     * Null if it tells nothing, but that the message is done with.
     *
     * @param attempt the id that it has if it is noted
     * @param now when it came
     */
    static Taken.@Nullable Result read(JsonNode message, UUID attempt, Instant now) {
        int status = message.path("status_code").asInt(0);
        int latency = Math.clamp(message.path("latency_ms").asInt(0), 0, LONGEST_LATENCY);
        String error = message.path("error").asString("");
        boolean answered = status >= 100 && status <= 999;
        if (!answered && error.isEmpty()) {
            return null;
        }
        return new Taken.Result(
                attempt,
                now.minusMillis(latency),
                answered ? (Integer) status : null,
                latency,
                answered
                        ? status <= 299 && status >= 200
                                ? null
                                : "the listener's server answered " + status
                        : told(error));
    }

    private static String told(String error) {
        String text = error.replace("\0", "");
        return text.substring(0, Math.min(text.length(), LONGEST_ERROR));
    }
}
