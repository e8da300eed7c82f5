package io.hookbridge.sdk.inbound;

import io.hookbridge.sdk.json.Json;
import io.hookbridge.sdk.json.JsonText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * A message as listeners get it.
 *
 * @param messageId identifies a message; a UUID of version 7
 * @param contentType what the sender said about the body
 * @param headers headers by their names; empty if they are there no more
 * @param receivedAt when it was received
 * @param sizeBytes the length of the body
 * @param rawQuery what stood behind the question mark, without what let the sender in; {@code null}
 *     if absent
 * @param body the JSON that was received, or Base64 of what else was; {@code null} if that was
 *     empty, or cannot be given. JSON is what {@link Json#read(String)} returns, and a {@link
 *     JsonText} if that would refuse it, such as one with a name twice in one object.
 * @param bodyEncoding only if the payload is no JSON, how it is written; {@code null} if absent
 * @param bodyError why there is no body, although one was received; {@code null} if absent
 */
public record ListenedMessage(
        String messageId,
        String contentType,
        Map<String, String> headers,
        Instant receivedAt,
        long sizeBytes,
        @Nullable String rawQuery,
        @Nullable Object body,
        @Nullable String bodyEncoding,
        @Nullable String bodyError) {}
