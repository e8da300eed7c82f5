package io.hookbridge.app.listen;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.base.Json;
import io.hookbridge.base.JsonCutter;
import io.hookbridge.net.Header;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what the server sends of an event. A body that is JSON stands in it as it is, and is cut
 * out without being read: read and written again it would be other bytes.
 */
final class EventReader {

    /**
     * A page of what is fetched.
     *
     * @param next what to fetch behind; empty if the server does not say
     */
    record Page(List<Event> events, String next) {}

    /** That it is not what it should be. */
    static final class UnreadableException extends RuntimeException {

        UnreadableException() {
            super("the server sent what cannot be read", null, false, false);
        }
    }

    private EventReader() {}

    /** A frame's members by their names, each as the JSON that it is. */
    static Map<String, byte[]> members(byte[] json) {
        try {
            JsonCutter cutter = new JsonCutter(json);
            Map<String, byte[]> members = members(cutter);
            cutter.requireEnd();
            return members;
        } catch (JsonCutter.MalformedException malformed) {
            throw new UnreadableException();
        }
    }

    private static Map<String, byte[]> members(JsonCutter cutter) {
        Map<String, byte[]> members = new HashMap<>();
        cutter.enterObject();
        for (boolean first = true; cutter.hasNext('}', first); first = false) {
            members.put(read(cutter.name()).asString(""), cutter.cut());
        }
        return members;
    }

    /**
     * @throws UnreadableException if it is no page of events
     */
    static Page page(byte[] json) {
        Map<String, byte[]> members = members(json);
        List<Event> events = new ArrayList<>();
        for (byte[] element : elements(member(members, "data"))) {
            events.add(event(members(element)));
        }
        return new Page(events, text(members(member(members, "meta")), "next_cursor"));
    }

    private static byte[] member(Map<String, byte[]> members, String name) {
        byte[] member = members.get(name);
        if (member == null) {
            throw new UnreadableException();
        }
        return member;
    }

    private static List<byte[]> elements(byte[] json) {
        try {
            JsonCutter cutter = new JsonCutter(json);
            List<byte[]> elements = new ArrayList<>();
            cutter.enterArray();
            for (boolean first = true; cutter.hasNext(']', first); first = false) {
                elements.add(cutter.cut());
            }
            return elements;
        } catch (JsonCutter.MalformedException malformed) {
            throw new UnreadableException();
        }
    }

    /** The text of a member; empty if it is not there or no text. */
    static String text(Map<String, byte[]> members, String name) {
        byte[] json = members.get(name);
        return json == null ? "" : read(json).asString("");
    }

    private static JsonNode read(byte[] json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JacksonException unreadable) {
            throw new UnreadableException();
        }
    }

    /**
     * @throws UnreadableException if it is no event
     */
    static Event event(Map<String, byte[]> members) {
        String id = text(members, "message_id");
        if (id.isEmpty()) {
            throw new UnreadableException();
        }
        String error = text(members, "body_error");
        byte[] body = new byte[0];
        try {
            body = body(members);
        } catch (IllegalArgumentException noBase64) {
            error = "it is no Base64";
        }
        List<Header> headers = headers(members);
        return new Event(
                id,
                EventType.of(headers, body),
                text(members, "received_at"),
                text(members, "content_type"),
                text(members, "raw_query"),
                headers,
                body,
                error);
    }

    private static byte[] body(Map<String, byte[]> members) {
        byte[] body = members.get("body");
        if (body == null) {
            return new byte[0];
        }
        // Not by the JSON reader, whose texts end at some length.
        return text(members, "body_encoding").equals("base64")
                ? Base64.getDecoder().decode(withoutQuotes(body))
                : body;
    }

    /** Base64 has no character that JSON would escape, but for the slash, which may be. */
    private static byte[] withoutQuotes(byte[] text) {
        String inside = new String(text, 1, Math.max(0, text.length - 2), UTF_8);
        return inside.replace("\\/", "/").getBytes(UTF_8);
    }

    private static List<Header> headers(Map<String, byte[]> members) {
        List<Header> headers = new ArrayList<>();
        byte[] map = members.get("headers");
        if (map != null) {
            read(map)
                    .properties()
                    .forEach(field ->
                            headers.add(new Header(field.getKey(), field.getValue().asString(""))));
        }
        return headers;
    }
}
