package io.hookbridge.outbound.send;

import io.hookbridge.base.Json;
import io.hookbridge.base.JsonCutter;
import io.hookbridge.delivery.target.CustomHeaders;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.JsonBody;
import io.hookbridge.http.Vocabulary;
import io.hookbridge.message.accept.IdempotencyKey;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the bodies of the send operations in one pass and cuts the payloads out of them, byte for
 * byte: a payload is neither read nor written anew, so that its depth, numbers, escapes and the
 * order of its members stay what the caller sent.
 */
final class SendBody {

    /** The longest payload: 1 MiB. */
    static final int MAX_PAYLOAD = 1024 * 1024;

    /** Of every payload that is sent. */
    static final String CONTENT_TYPE = "application/json";

    /** The most messages in one batch. */
    static final int MAX_BATCH = 100;

    /** Longer than any plan keeps a payload; a plan's own limit is checked later. */
    private static final int MOST_HOURS = 24 * 366;

    /** The members of a message in a request. */
    static final List<String> MEMBERS =
            List.of("endpoint_id", "payload", "headers", "idempotency_key", "retention_hours");

    private static final Vocabulary WORDS = Vocabulary.ofMembers(MEMBERS);
    private static final Vocabulary BATCH_WORDS = Vocabulary.ofMembers(List.of("messages"));

    private final JsonCutter json;

    private SendBody(JsonCutter json) {
        this.json = json;
    }

    /** A message of a batch: what is asked for, or what is wrong with it. */
    sealed interface Item {

        /**
         * What a caller asks to be sent; its form is checked, whether it may be sent is not.
         *
         * @param endpoint as the caller wrote it, perhaps no identifier at all
         * @param payload the JSON object exactly as it was sent; must not be changed
         * @param idempotencyKey null for a message that is always new
         * @param retentionHours how long the payload is kept; 0 until it is delivered, null as the
         *     plan says
         */
        @SuppressWarnings("ArrayRecordComponent") // Never compared.
        record Asked(
                String endpoint,
                byte[] payload,
                Map<String, String> headers,
                @Nullable String idempotencyKey,
                @Nullable Integer retentionHours)
                implements Item {

            Asked with(Map<String, String> otherHeaders) {
                return new Asked(endpoint, payload, otherHeaders, idempotencyKey, retentionHours);
            }
        }

        record Wrong(ApiError error) implements Item {}
    }

    /**
     * The message of a single send.
     *
     * @throws ApiError {@code INVALID_REQUEST}, {@code INVALID_HEADERS}, {@code PAYLOAD_TOO_LARGE}
     */
    static Item.Asked one(byte[] body) {
        return switch (read(body, SendBody::message)) {
            case Item.Asked asked -> asked;
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
        try {
            JsonCutter json = new JsonCutter(body);
            if (json.kind() != '{') {
                throw ApiError.invalidRequest("the request body must be a JSON object in UTF-8");
            }
            T read = reading.from(new SendBody(json));
            json.requireEnd();
            return read;
        } catch (JsonCutter.MalformedException malformed) {
            throw ApiError.invalidRequest("the request body is not valid JSON in UTF-8");
        }
    }

    private List<Item> messages() {
        List<Item> items = new ArrayList<>();
        Set<String> names = new HashSet<>();
        members(name -> {
            if (!names.add(name)) {
                throw ApiError.invalidRequest("the request body must have each member once");
            } else if (!name.equals("messages")) {
                json.skip();
                BATCH_WORDS.checkMember(name);
            } else if (json.kind() != '[') {
                throw ApiError.invalidRequest("messages must be an array");
            } else {
                items(items);
            }
        });
        if (items.isEmpty()) {
            throw wrongNumber();
        }
        return items;
    }

    private static ApiError wrongNumber() {
        return ApiError.invalidRequest("messages must have 1 to " + MAX_BATCH + " elements");
    }

    private void items(List<Item> items) {
        json.enterArray();
        while (json.hasNext(']', items.isEmpty())) {
            if (items.size() == MAX_BATCH) {
                throw wrongNumber();
            }
            if (json.kind() == '{') {
                items.add(message());
            } else {
                json.skip();
                items.add(
                        new Item.Wrong(ApiError.invalidRequest("a message must be a JSON object")));
            }
        }
    }

    /** Goes through the object that comes next; {@code each} passes over the value of a name. */
    private void members(Consumer<String> each) {
        json.enterObject();
        for (boolean first = true; json.hasNext('}', first); first = false) {
            each.accept(text(json.name()));
        }
    }

    /** What a JSON string says. */
    private static String text(byte[] quoted) {
        return hasEscape(quoted)
                ? Json.MAPPER.readValue(quoted, String.class)
                : new String(quoted, 1, quoted.length - 2, StandardCharsets.UTF_8);
    }

    private static boolean hasEscape(byte[] quoted) {
        for (byte c : quoted) {
            if (c == '\\') {
                return true;
            }
        }
        return false;
    }

    private Item message() {
        Fields fields = new Fields();
        members(name -> {
            fields.name(name);
            switch (name) {
                case "payload" -> fields.payload(json.kind(), json.cut());
                case "endpoint_id", "headers", "idempotency_key", "retention_hours" ->
                        fields.read(name, json.cut());
                default -> {
                    json.skip();
                    fields.other(name);
                }
            }
        });
        return fields.item();
    }

    /** What has been found of one message. */
    private static final class Fields {

        private final Set<String> names = new HashSet<>();
        private final ObjectNode members = JsonNodeFactory.instance.objectNode();
        private byte @Nullable [] payload;
        private @Nullable ApiError wrong;

        /** Which of two values the caller means is nobody's to guess. */
        void name(String name) {
            if (!names.add(name)) {
                wrong(ApiError.invalidRequest("a message must have each member once"));
            }
        }

        void payload(byte kind, byte[] found) {
            if (kind != '{') {
                wrong(ApiError.invalidRequest("payload must be a JSON object"));
            } else if (found.length > MAX_PAYLOAD) {
                wrong(
                        new ApiError(
                                ErrorCode.PAYLOAD_TOO_LARGE,
                                "payload must have at most " + MAX_PAYLOAD + " bytes"));
            } else {
                payload = found;
            }
        }

        /** SDKs newer than this server may say more than it knows. */
        void other(String name) {
            try {
                WORDS.checkMember(name);
            } catch (ApiError nearMiss) {
                wrong(nearMiss);
            }
        }

        void read(String name, byte[] value) {
            if (value[0] == '"' && !hasEscape(value)) {
                members.put(name, text(value));
                return;
            }
            try {
                members.set(name, Json.readSent(value));
            } catch (JacksonException unread) {
                wrong(ApiError.invalidRequest(Json.problem(name, unread)));
            }
        }

        /** The first thing wrong is told; the rest is read on, because more messages may follow. */
        private void wrong(ApiError error) {
            if (wrong == null) {
                wrong = error;
            }
        }

        Item item() {
            if (wrong != null) {
                return new Item.Wrong(wrong);
            }
            try {
                return asked(new JsonBody(members));
            } catch (ApiError refused) {
                return new Item.Wrong(refused);
            }
        }

        private Item.Asked asked(JsonBody body) {
            String endpoint =
                    body.text("endpoint_id")
                            .orElseThrow(() -> ApiError.invalidRequest("endpoint_id is required"));
            if (payload == null) {
                throw ApiError.invalidRequest("payload is required");
            }
            return new Item.Asked(
                    endpoint,
                    payload,
                    headers(body),
                    key(body),
                    body.integer("retention_hours", 0, MOST_HOURS).orElse(null));
        }

        private static Map<String, String> headers(JsonBody body) {
            Map<String, String> headers;
            try {
                headers = body.textsByName("headers").orElse(Map.of());
            } catch (ApiError wrongType) {
                throw new ApiError(ErrorCode.INVALID_HEADERS, wrongType.message());
            }
            return CustomHeaders.unmasked(CustomHeaders.check(headers), Map.of());
        }

        private static @Nullable String key(JsonBody body) {
            String key = body.text("idempotency_key").orElse(null);
            if (key != null && !IdempotencyKey.fits(key)) {
                throw ApiError.invalidRequest(IdempotencyKey.RULE);
            }
            return key;
        }
    }
}
