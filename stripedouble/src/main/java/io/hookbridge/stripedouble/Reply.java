package io.hookbridge.stripedouble;

import tools.jackson.databind.node.ObjectNode;

import java.util.HashMap;
import java.util.Map;

/** An HTTP answer of the double. */
record Reply(int status, Map<String, String> headers, String body) {

    static Reply json(int status, ObjectNode body) {
        return new Reply(status, Map.of("Content-Type", "application/json"), body.toString());
    }

    static Reply html(int status, String body) {
        return new Reply(status, Map.of("Content-Type", "text/html; charset=utf-8"), body);
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), "");
    }

    Reply with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }
}
