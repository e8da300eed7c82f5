package io.hookbridge.outbound.delivery;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Headers as they may be kept and shown: what may be a secret is masked, by the header's name. */
final class MaskedHeaders {

    private static final String MASK = "***";

    /** Words in the names of headers that carry credentials. */
    private static final Pattern SECRET =
            Pattern.compile(
                    "auth|cookie|token|secret|passw|credential|session|api-?key|access-?key");

    private MaskedHeaders() {}

    static Map<String, String> of(Map<String, String> headers) {
        Map<String, String> masked = new LinkedHashMap<>();
        headers.forEach((name, value) ->
                masked.put(
                        name, SECRET.matcher(name.toLowerCase(Locale.ROOT)).find() ? MASK : value));
        return masked;
    }
}
