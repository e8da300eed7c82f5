package io.hookbridge.inbound.listen;

import io.hookbridge.base.Json;
import io.hookbridge.base.JsonCutter;
import io.hookbridge.base.Utf8;
import io.hookbridge.delivery.ForwardedHeaders;
import io.hookbridge.http.WrittenJson;
import io.hookbridge.message.MessageHead;
import io.hookbridge.net.Header;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The members of a message in JSON, as listeners get it. */
final class EventMembers {

    private EventMembers() {}

    /** As one message of a WebSocket. */
    static String frame(Entry entry, LineStore.Payload payload) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "webhook");
        members.putAll(of(entry, payload));
        return Json.MAPPER.writeValueAsString(members);
    }

    /** As one item of an answer. */
    static Map<String, Object> of(Entry entry, LineStore.Payload payload) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("message_id", entry.message().toString());
        members.put("content_type", entry.contentType());
        MessageHead head = payload.head();
        members.put("headers", headers(entry, head));
        if (entry.isBare()) {
            members.put(
                    "body_error",
                    "left out, because two connections in a row ended on this message");
        } else if (head == null) {
            members.put("body_error", "what was sealed with it does not open");
        } else {
            putBody(members, payload.body());
        }
        members.put("received_at", entry.receivedAt());
        members.put("size_bytes", entry.size());
        if (head instanceof MessageHead.Received received && received.query() != null) {
            members.put("raw_query", received.query());
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
        if (isOneJsonText(body)) {
            members.put("body", new WrittenJson(new String(body, StandardCharsets.UTF_8)));
        } else {
            members.put("body", Base64.getEncoder().encodeToString(body));
            members.put("body_encoding", "base64");
        }
    }

    /** Whether these bytes are a JSON text and nothing else, so that they come out as they are. */
    private static boolean isOneJsonText(byte[] body) {
        if (isOutside(body[0]) || isOutside(body[body.length - 1]) || !Utf8.isText(body)) {
            return false;
        }
        try {
            JsonCutter json = new JsonCutter(body);
            json.skip();
            json.requireEnd();
            return true;
        } catch (JsonCutter.MalformedException noJson) {
            return false;
        }
    }

    /** A blank, or the first of a byte order mark, which the reader of a frame would drop. */
    private static boolean isOutside(byte at) {
        return at == ' ' || at == '\t' || at == '\r' || at == '\n' || at == (byte) 0xEF;
    }
}
