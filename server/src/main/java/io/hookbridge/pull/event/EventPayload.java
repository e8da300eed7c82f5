package io.hookbridge.pull.event;

import io.hookbridge.message.MessageHead;
import io.hookbridge.net.Header;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What was received with an event.
 *
 * @param body byte for byte
 * @param head what came with it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record EventPayload(byte[] body, MessageHead head) {

    /** Those of one name joined, in the order in which their names came first. */
    public Map<String, String> headers() {
        return switch (head) {
            case MessageHead.Sent(Map<String, String> sent) -> sent;
            case MessageHead.Received received -> {
                Map<String, String> spelled = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                Map<String, String> joined = new LinkedHashMap<>();
                for (Header header : received.headers()) {
                    String name = spelled.computeIfAbsent(header.name(), Function.identity());
                    joined.merge(name, header.value(), (first, next) -> first + ", " + next);
                }
                yield joined;
            }
        };
    }
}
