package io.hookbridge.pull.event;

import io.hookbridge.access.Actor;
import io.hookbridge.base.JsonCutter;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.WrittenJson;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The members of events in JSON. */
public final class EventView {

    private EventView() {}

    /**
     * How long an event took from one state to the next, in milliseconds; null for what has not
     * happened. Never negative: the clocks of two servers may differ.
     *
     * @param ingestProcessingMs what its reception took, up to the write
     * @param timeToFetchMs from its reception
     * @param timeToAckMs from when it was fetched
     * @param totalLifecycleMs from its reception to its acknowledgement
     */
    public record Timing(
            @Nullable Integer ingestProcessingMs,
            @Nullable Long timeToFetchMs,
            @Nullable Long timeToAckMs,
            @Nullable Long totalLifecycleMs) {

        /** The times of one event. */
        public static Timing of(PullEvent event) {
            return new Timing(
                    event.processingMs(),
                    between(event.receivedAt(), event.fetchedAt()),
                    between(event.fetchedAt(), event.deliveredAt()),
                    between(event.receivedAt(), event.deliveredAt()));
        }

        private static @Nullable Long between(@Nullable Instant from, @Nullable Instant to) {
            return from == null || to == null
                    ? null
                    : Math.max(0, Duration.between(from, to).toMillis());
        }
    }

    /** As lists have it: without its payload. What has not happened is null. */
    static Map<String, Object> listed(PullEvent event) {
        Map<String, Object> json = beginning(event);
        json.put("size_bytes", event.sizeBytes());
        times(json, event);
        return json;
    }

    /**
     * With its payload, which is null if it is there no more.
     *
     * @param body as it was received; null if it is there no more
     * @param headers of the request that it was received with; null if they are there no more
     */
    static Map<String, Object> whole(
            PullEvent event, byte @Nullable [] body, @Nullable Map<String, String> headers) {
        Map<String, Object> json = beginning(event);
        json.put("content_type", event.contentType());
        putPayload(json, body);
        json.put("headers", headers);
        json.put("size_bytes", event.sizeBytes());
        times(json, event);
        PullEvent.Deletion deletion = event.deletion();
        if (deletion != null) {
            json.put("deleted_at", deletion.at());
            if (deletion.byKind().equals(Actor.Kind.USER.word())) {
                json.put("deleted_by_user_id", deletion.byId());
            } else if (deletion.byKind().equals(Actor.Kind.API_KEY.word())) {
                json.put("deleted_by_api_key_id", deletion.byId());
            }
        }
        return json;
    }

    private static Map<String, Object> beginning(PullEvent event) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", event.id().toString());
        json.put("event_type", event.type());
        json.put("status", event.state().word());
        MessageId sameBytesAs = event.sameBytesAs();
        if (sameBytesAs != null) {
            json.put("same_bytes_as", sameBytesAs.toString());
        }
        return json;
    }

    private static void times(Map<String, Object> json, PullEvent event) {
        json.put("received_at", event.receivedAt());
        json.put("fetched_at", event.fetchedAt());
        json.put("delivered_at", event.deliveredAt());
        json.put("timing", Timing.of(event));
    }

    /**
     * JSON stands in the answer as it came; whatever else came is told by the encoding beside it.
     */
    private static void putPayload(Map<String, Object> json, byte @Nullable [] body) {
        if (body == null) {
            json.put("payload", null);
        } else if (JsonCutter.isOneText(body)) {
            json.put("payload", new WrittenJson(new String(body, StandardCharsets.UTF_8)));
        } else {
            json.put("payload", Base64.getEncoder().encodeToString(body));
            json.put("payload_encoding", "base64");
        }
    }
}
