package io.hookbridge.inbound.listen;

import io.hookbridge.base.Json;
import io.hookbridge.base.JsonCutter;
import io.hookbridge.delivery.ForwardedHeaders;
import io.hookbridge.http.WrittenJson;
import io.hookbridge.message.MessageHead;
import io.hookbridge.net.Header;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The members of a message in JSON, as listeners get it. */
final class EventMembers {

    private EventMembers() {}

    private static final String BODY = "body";
    private static final String ENCODING = "body_encoding";
    private static final String ERROR = "body_error";
    private static final String BASE64 = "base64";

    /** Without a remainder, so that the pieces of a body are one text in Base64. */
    private static final int PIECE = 3 * 8 * 1024;

    /**
     * As one message of a WebSocket, in UTF-8. A body goes into it as it is: it may have many MiB,
     * and each step more would be a copy more.
     */
    static byte[] frame(Entry entry, EntryPayloadStore.Payload payload) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "webhook");
        members.putAll(withoutBody(entry, payload));
        if (entry.isBare()) {
            members.put(ERROR, "left out, because two connections in a row ended on this message");
        }
        byte[] body = payload.body();
        if (members.containsKey(ERROR) || body == null || body.length == 0) {
            return Json.MAPPER.writeValueAsBytes(members);
        }
        boolean json = JsonCutter.isOneText(body);
        if (!json) {
            members.put(ENCODING, BASE64);
        }
        return withBody(Json.MAPPER.writeValueAsBytes(members), body, json);
    }

    /** Adds the last member to an object that has others. */
    private static byte[] withBody(byte[] object, byte[] body, boolean json) {
        byte[] name = ",\"body\":".getBytes(StandardCharsets.US_ASCII);
        int length = json ? body.length : 2 + (body.length + 2) / 3 * 4;
        ByteBuffer whole = ByteBuffer.allocate(object.length + name.length + length);
        whole.put(object, 0, object.length - 1).put(name);
        if (json) {
            whole.put(body);
        } else {
            whole.put((byte) '"');
            for (int from = 0; from < body.length; from += PIECE) {
                int end = Math.min(body.length, from + PIECE);
                whole.put(Base64.getEncoder().encode(Arrays.copyOfRange(body, from, end)));
            }
            whole.put((byte) '"');
        }
        return whole.put((byte) '}').array();
    }

    /** As one item of an answer. */
    static Map<String, Object> of(Entry entry, EntryPayloadStore.Payload payload) {
        Map<String, Object> members = withoutBody(entry, payload);
        byte[] body = payload.body();
        if (!members.containsKey(ERROR) && body != null) {
            putBody(members, body);
        }
        return members;
    }

    private static Map<String, Object> withoutBody(Entry entry, EntryPayloadStore.Payload payload) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("message_id", entry.message().toString());
        members.put("content_type", entry.contentType());
        MessageHead head = payload.head();
        members.put("headers", headers(entry, head));
        members.put("received_at", entry.receivedAt());
        members.put("size_bytes", entry.size());
        if (head instanceof MessageHead.Received received && received.query() != null) {
            members.put("raw_query", received.query());
        }
        if (head == null) {
            members.put(ERROR, "what was sealed with it does not open");
        } else if (payload.body() == null) {
            members.put(ERROR, "the cold storage does not have it as it was written");
        }
        return members;
    }

    /** Those of one name joined: an array would end the connection of the official client. */
    private static Map<String, String> headers(Entry entry, @Nullable MessageHead head) {
        if (!(head instanceof MessageHead.Received received)) {
            return Map.of();
        }
        Map<String, String> spelled = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Map<String, String> joined = new LinkedHashMap<>();
        for (Header header :
                ForwardedHeaders.toListener(entry.message(), entry.receivedAt(), received)) {
            String name = spelled.computeIfAbsent(header.name(), Function.identity());
            joined.merge(name, header.value(), (first, next) -> first + separator(name) + next);
        }
        return joined;
    }

    /** RFC 9113, section 8.2.3. */
    private static String separator(String name) {
        return name.toLowerCase(Locale.ROOT).equals("cookie") ? "; " : ", ";
    }

    private static void putBody(Map<String, Object> members, byte[] body) {
        if (body.length == 0) {
            return;
        }
        if (JsonCutter.isOneText(body)) {
            members.put(BODY, new WrittenJson(new String(body, StandardCharsets.UTF_8)));
        } else {
            members.put(BODY, Base64.getEncoder().encodeToString(body));
            members.put(ENCODING, BASE64);
        }
    }
}
