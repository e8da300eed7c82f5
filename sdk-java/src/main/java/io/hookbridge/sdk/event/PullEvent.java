package io.hookbridge.sdk.event;

import io.hookbridge.sdk.json.Json;
import io.hookbridge.sdk.json.JsonText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * An event. From a list without payloads it has neither {@code contentType} nor {@code payload} and
 * {@code headers}.
 *
 * @param id identifies an event; a UUID of version 7
 * @param eventType the type of an event; {@code null} if it is not known
 * @param status how far an event has come
 * @param sameBytesAs the first of those that their sender signed just as this one, although it
 *     calls them others; {@code null} if there is none. Somebody may have sent one again who could
 *     change its id and nothing else.
 * @param contentType what the sender said about the payload; {@code null} if absent
 * @param payload the JSON that was received, or Base64 of what else was; {@code null} if it is
 *     there no more. JSON is what {@link Json#read(String)} returns, and a {@link JsonText} if that
 *     would refuse it, such as one with a name twice in one object.
 * @param payloadEncoding only if the payload is no JSON, how it is written; {@code null} if absent
 * @param headers headers by their names; empty if they are there no more
 * @param sizeBytes the length of its payload
 * @param receivedAt when it was stored
 * @param fetchedAt when somebody was first given its payload; {@code null} before
 * @param deliveredAt when it was acknowledged; {@code null} before
 * @param timing how long an event took from one state to the next, in milliseconds; {@code null}
 *     for what has not happened
 * @param deletedAt only of a deleted event, when it was deleted; {@code null} if absent
 * @param deletedByUserId only if a person deleted it; {@code null} if absent
 * @param deletedByApiKeyId only if it was deleted with an API key; {@code null} if absent
 */
public record PullEvent(
        String id,
        @Nullable String eventType,
        PullEventStatus status,
        @Nullable String sameBytesAs,
        @Nullable String contentType,
        @Nullable Object payload,
        @Nullable String payloadEncoding,
        Map<String, String> headers,
        long sizeBytes,
        Instant receivedAt,
        @Nullable Instant fetchedAt,
        @Nullable Instant deliveredAt,
        PullEventTiming timing,
        @Nullable Instant deletedAt,
        @Nullable String deletedByUserId,
        @Nullable String deletedByApiKeyId) {}
