package io.hookbridge.http;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a handler answers.
 *
 * <p>{@link Data} becomes the success envelope; {@link Raw} is sent as it is.
 */
public sealed interface Answer {

    int status();

    /** Response headers beside those the dispatcher sets itself. */
    Map<String, String> headers();

    /** The same answer with one more header. */
    Answer header(String name, String value);

    /** {@code {"data": …, "meta": {"request_id": …, …}}} with the members of {@code meta} added. */
    record Data(int status, Object data, Map<String, Object> meta, Map<String, String> headers)
            implements Answer {
        @Override
        public Data header(String name, String value) {
            return new Data(status, data, meta, plus(headers, name, value));
        }

        /** The same answer with these members in {@code meta}. */
        public Data meta(Map<String, Object> newMeta) {
            return new Data(status, data, newMeta, headers);
        }
    }

    /** Bytes with their content type, or no content at all. */
    record Raw(int status, @Nullable String contentType, byte[] body, Map<String, String> headers)
            implements Answer {
        @Override
        public Raw header(String name, String value) {
            return new Raw(status, contentType, body, plus(headers, name, value));
        }
    }

    static Data ok(Object data) {
        return new Data(200, data, Map.of(), Map.of());
    }

    static Data created(Object data) {
        return new Data(201, data, Map.of(), Map.of());
    }

    /** Done, and nothing to say (204). */
    static Raw noContent() {
        return new Raw(204, null, new byte[0], Map.of("Cache-Control", "no-store"));
    }

    static Raw text(int status, String contentType, String body) {
        return new Raw(status, contentType, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** Sends the browser elsewhere with a GET (303). */
    static Raw seeOther(String location) {
        return new Raw(303, null, new byte[0], Map.of("Location", location));
    }

    private static Map<String, String> plus(
            Map<String, String> headers, String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return all;
    }
}
