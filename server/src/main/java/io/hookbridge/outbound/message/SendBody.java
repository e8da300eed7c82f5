package io.hookbridge.outbound.message;

import io.hookbridge.base.Json;
import io.hookbridge.base.WholeNumber;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Vocabulary;
import io.hookbridge.outbound.endpoint.CustomHeaders;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the bodies of the send operations in one pass and cuts the payloads out of them, byte for
 * byte: a payload is never written anew, so that numbers, escapes and the order of members stay
 * what the caller sent.
 */
final class SendBody {

    /** The longest payload: 1 MiB. */
    static final int MAX_PAYLOAD = 1024 * 1024;

    /** The most messages in one batch. */
    static final int MAX_BATCH = 100;

    /** Longer than any plan keeps a payload; a plan's own limit is checked later. */
    private static final int MOST_HOURS = 24 * 366;

    /** The members of a message in a request. */
    static final List<String> MEMBERS =
            List.of("endpoint_id", "payload", "headers", "idempotency_key", "retention_hours");

    private static final Vocabulary WORDS = Vocabulary.ofMembers(MEMBERS);

    private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9_-]{1,255}");

    private final byte[] body;
    private final JsonParser json;

    private SendBody(byte[] body, JsonParser json) {
        this.body = body;
        this.json = json;
    }

    /** A message of a batch: what is asked for, or what is wrong with it. */
    sealed interface Item {

        record Asked(SendRequest request) implements Item {}

        record Wrong(ApiError error) implements Item {}
    }

    /**
     * The message of a single send.
     *
     * @throws ApiError {@code INVALID_REQUEST}, {@code INVALID_HEADERS}, {@code PAYLOAD_TOO_LARGE}
     */
    static SendRequest one(byte[] body) {
        return switch (read(body, SendBody::message)) {
            case Item.Asked(SendRequest request) -> request;
            case Item.Wrong(ApiError error) -> throw error;
        };
    }

    /**
     * The messages of a batch, in their order.
     *
     * @throws ApiError {@code INVALID_REQUEST} for what concerns the batch as a whole
     */
    static List<Item> many(byte[] body) {
        return read(body, SendBody::messages);
    }

    private interface Reading<T> {
        T from(SendBody body);
    }

    private static <T> T read(byte[] body, Reading<T> reading) {
        requireUtf8(body);
        try (JsonParser json = Json.MAPPER.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw ApiError.invalidRequest("the request body must be a JSON object");
            }
            T read = reading.from(new SendBody(body, json));
            if (json.nextToken() != null) {
                throw ApiError.invalidRequest("the request body must be one JSON object");
            }
            return read;
        } catch (JacksonException malformed) {
            throw ApiError.invalidRequest("the request body is not valid JSON");
        }
    }

    /** The parser would read UTF-16 and UTF-32 as well, and give no places in the bytes then. */
    private static void requireUtf8(byte[] body) {
        boolean byteOrderMark = body.length > 0 && (body[0] & 0xFE) == 0xFE;
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0 || byteOrderMark) {
                throw ApiError.invalidRequest("the request body must be JSON in UTF-8");
            }
        }
    }

    private List<Item> messages() {
        List<Item> items = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            boolean wanted = "messages".equals(json.currentName());
            JsonToken value = json.nextToken();
            if (!wanted) {
                json.skipChildren();
            } else if (value != JsonToken.START_ARRAY) {
                throw ApiError.invalidRequest("messages must be an array");
            } else {
                items = items();
            }
        }
        if (items == null || items.isEmpty()) {
            throw ApiError.invalidRequest("messages must have 1 to " + MAX_BATCH + " elements");
        }
        return items;
    }

    private List<Item> items() {
        List<Item> items = new ArrayList<>();
        for (JsonToken token = json.nextToken();
                token != JsonToken.END_ARRAY;
                token = json.nextToken()) {
            if (items.size() == MAX_BATCH) {
                throw ApiError.invalidRequest("messages must have 1 to " + MAX_BATCH + " elements");
            }
            if (token == JsonToken.START_OBJECT) {
                items.add(message());
            } else {
                json.skipChildren();
                items.add(
                        new Item.Wrong(ApiError.invalidRequest("a message must be a JSON object")));
            }
        }
        return items;
    }

    /** The object that the parser has just entered, to its end. */
    private Item message() {
        Fields fields = new Fields();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            try {
                field(fields, name, value);
            } catch (ApiError wrong) {
                fields.wrong(wrong);
            }
        }
        return fields.item();
    }

    private void field(Fields fields, String name, JsonToken value) {
        switch (name) {
            case "endpoint_id" -> fields.endpoint = text("endpoint_id", value);
            case "payload" -> fields.payload = payload(value);
            case "headers" -> fields.headers = headers(value);
            case "idempotency_key" -> fields.key = key(value);
            case "retention_hours" -> fields.hours = hours(value);
            default -> {
                json.skipChildren();
                WORDS.checkMember(name);
            }
        }
    }

    private @Nullable String text(String name, JsonToken value) {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        if (value != JsonToken.VALUE_STRING) {
            json.skipChildren();
            throw ApiError.invalidRequest(name + " must be a string");
        }
        return json.getString();
    }

    private byte @Nullable [] payload(JsonToken value) {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            throw ApiError.invalidRequest("payload must be a JSON object");
        }
        int start = (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        int end = (int) json.currentLocation().getByteOffset();
        if (end - start > MAX_PAYLOAD) {
            throw new ApiError(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "payload must have at most " + MAX_PAYLOAD + " bytes");
        }
        return Arrays.copyOfRange(body, start, end);
    }

    private Map<String, String> headers(JsonToken value) {
        if (value == JsonToken.VALUE_NULL) {
            return Map.of();
        }
        if (value == JsonToken.START_ARRAY && isEmptyArray()) {
            return Map.of();
        }
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            throw invalidHeaders();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        boolean onlyText = true;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_STRING) {
                headers.put(name, json.getString());
            } else {
                onlyText = false;
                json.skipChildren();
            }
        }
        if (!onlyText) {
            throw invalidHeaders();
        }
        return CustomHeaders.check(headers);
    }

    /** Reads on to the end of the array. PHP sends an empty one for an object without members. */
    private boolean isEmptyArray() {
        boolean empty = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            empty = false;
            json.skipChildren();
        }
        return empty;
    }

    private static ApiError invalidHeaders() {
        return new ApiError(
                ErrorCode.INVALID_HEADERS, "headers must be an object whose values are strings");
    }

    private @Nullable String key(JsonToken value) {
        String key = text("idempotency_key", value);
        if (key != null && !KEY.matcher(key).matches()) {
            throw ApiError.invalidRequest(
                    "idempotency_key must be 1 to 255 letters, digits, \"_\" and \"-\"");
        }
        return key;
    }

    private @Nullable Integer hours(JsonToken value) {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        json.skipChildren();
        return (value.isNumeric()
                        ? WholeNumber.of(json.getDecimalValue(), 0, MOST_HOURS)
                        : Optional.<Integer>empty())
                .orElseThrow(() ->
                        ApiError.invalidRequest(
                                "retention_hours must be a whole number from 0 to what the plan"
                                        + " allows"));
    }

    /** What has been read of one message. */
    private static final class Fields {

        private @Nullable String endpoint;
        private byte @Nullable [] payload;
        private Map<String, String> headers = Map.of();
        private @Nullable String key;
        private @Nullable Integer hours;
        private @Nullable ApiError wrong;

        /** The first thing wrong is told; the rest is read on, because more messages may follow. */
        void wrong(ApiError error) {
            if (wrong == null) {
                wrong = error;
            }
        }

        Item item() {
            if (wrong != null) {
                return new Item.Wrong(wrong);
            }
            if (endpoint == null) {
                return new Item.Wrong(ApiError.invalidRequest("endpoint_id is required"));
            }
            if (payload == null) {
                return new Item.Wrong(ApiError.invalidRequest("payload is required"));
            }
            return new Item.Asked(new SendRequest(endpoint, payload, headers, key, hours));
        }
    }
}
