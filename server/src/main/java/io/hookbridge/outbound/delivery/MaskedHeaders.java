package io.hookbridge.outbound.delivery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Headers as they may be kept and shown: what may be a secret is masked, by the header's name. */
final class MaskedHeaders {

    private static final String MASK = "***";

    /** Words in the names of headers that carry credentials. */
    private static final List<String> SECRET =
            List.of(
                    "auth",
                    "cookie",
                    "token",
                    "secret",
                    "passw",
                    "credential",
                    "session",
                    "apikey",
                    "api-key",
                    "accesskey",
                    "access-key");

    private MaskedHeaders() {}

    static Map<String, String> of(Map<String, String> headers) {
        Map<String, String> masked = new LinkedHashMap<>();
        headers.forEach((name, value) -> masked.put(name, isSecret(name) ? MASK : value));
        return masked;
    }

    private static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String word : SECRET) {
            if (lower.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
