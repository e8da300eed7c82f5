package io.hookbridge.sdk.internal;

import io.hookbridge.sdk.ErrorBody;
import io.hookbridge.sdk.RefusedException;
import io.hookbridge.sdk.json.Json;
import io.hookbridge.sdk.json.JsonException;
import io.hookbridge.sdk.json.Records;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** What an answer that is no success says. */
final class Refusals {

    private static final int LONGEST = 64 * 1024;

    private Refusals() {}

    static RefusedException of(HttpResponse<?> response) {
        return new RefusedException(
                response.statusCode(),
                error(response),
                response.headers().firstValue("X-Request-Id").orElse(""),
                retryAfter(response));
    }

    private static ErrorBody error(HttpResponse<?> response) {
        try {
            Object read = Json.read(body(response.body()));
            if (read instanceof Map<?, ?> answer
                    && answer.get("error") instanceof Map<?, ?> error
                    && error.get("code") != null
                    && error.get("message") != null) {
                return Records.read(error, ErrorBody.class);
            }
        } catch (JsonException other) {
            // A page of something in front of the server.
        }
        return new ErrorBody("", "the server refused the request", Map.of());
    }

    private static String body(@Nullable Object body) {
        if (body instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (body instanceof InputStream open) {
            try (open) {
                return new String(open.readNBytes(LONGEST), StandardCharsets.UTF_8);
            } catch (IOException broken) {
                return "";
            }
        }
        return "";
    }

    /** Nothing if it is a date, which this server never answers with. */
    private static @Nullable Duration retryAfter(HttpResponse<?> response) {
        String seconds = response.headers().firstValue("Retry-After").orElse("");
        return seconds.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
    }
}
