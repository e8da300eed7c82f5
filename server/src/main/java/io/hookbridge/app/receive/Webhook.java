package io.hookbridge.app.receive;

import io.hookbridge.http.Call;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came over the wire.
 *
 * @param headers names and values, in the order of the request
 * @param body its bytes as they came
 */
record Webhook(
        Instant at,
        String method,
        String target,
        List<Map.Entry<String, String>> headers,
        byte[] body) {

    static Webhook of(Call call, Instant at) {
        return new Webhook(at, call.method(), call.target(), call.headers(), call.bytes());
    }

    /** The first value of the header with this name in any letter case. */
    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
