package io.hookbridge.delivery.target;

import io.hookbridge.base.Json;
import io.hookbridge.base.LikelySecret;
import io.hookbridge.net.Header;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The headers that callers add to a delivery, with an endpoint, with one message, or both; checked
 * by {@link CustomHeaders}.
 *
 * @param sent as they are sent
 * @param shown a JSON object of the same as they may be kept and shown; null for none
 * @param secrets the values that are masked in it
 */
public record AddedHeaders(List<Header> sent, @Nullable String shown, List<String> secrets) {

    private static final AddedHeaders NONE = new AddedHeaders(List.of(), null, List.of());

    /** Of two that differ in case only that of the message is sent (RFC 9110, section 5.1). */
    public static AddedHeaders of(Map<String, String> ofTarget, Map<String, String> ofMessage) {
        if (ofTarget.isEmpty() && ofMessage.isEmpty()) {
            return NONE;
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(ofTarget);
        // With the name as the message writes it.
        ofMessage.keySet().forEach(headers::remove);
        headers.putAll(ofMessage);
        Map<String, String> shown = MaskedHeaders.sent(headers);
        List<Header> sent = new ArrayList<>();
        List<String> secrets = new ArrayList<>();
        headers.forEach((name, value) -> {
            sent.add(new Header(name, value));
            if (LikelySecret.MASK.equals(shown.get(name))) {
                secrets.add(value);
            }
        });
        return new AddedHeaders(
                List.copyOf(sent), Json.MAPPER.writeValueAsString(shown), List.copyOf(secrets));
    }
}
