package io.hookbridge.delivery.target;

import io.hookbridge.base.LikelySecret;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** Headers as they may be kept with an attempt and shown: what may be a secret is masked. */
public final class MaskedHeaders {

    /** A shorter value stands in many others by chance. */
    private static final int LONG_ENOUGH = 8;

    private MaskedHeaders() {}

    /** Of a delivery or an endpoint. The server's own headers, signatures too, are no secrets. */
    public static Map<String, String> sent(Map<String, String> headers) {
        return masked(
                headers,
                (name, value) -> !CustomHeaders.isServersOwn(name) && LikelySecret.is(name, value));
    }

    /**
     * Of an answer, which has many identifiers that look random: names decide, and whether the
     * receiver repeats what is masked among the headers that were {@code sent}.
     *
     * @param shown {@code sent} as {@link #sent} masks them
     */
    public static Map<String, String> answered(
            Map<String, String> headers, Map<String, String> sent, Map<String, String> shown) {
        List<String> secrets = new ArrayList<>();
        shown.forEach((name, value) -> {
            if (value.equals(LikelySecret.MASK)) {
                secrets.add(sent.getOrDefault(name, ""));
            }
        });
        return masked(
                headers, (name, value) -> LikelySecret.isNamed(name) || repeatsOne(secrets, value));
    }

    private static boolean repeatsOne(List<String> secrets, String value) {
        return secrets.stream()
                .anyMatch(secret ->
                        secret.length() >= LONG_ENOUGH
                                ? value.contains(secret)
                                : value.equals(secret));
    }

    private static Map<String, String> masked(
            Map<String, String> headers, BiPredicate<String, String> secret) {
        Map<String, String> masked = new LinkedHashMap<>();
        headers.forEach((name, value) ->
                masked.put(name, secret.test(name, value) ? LikelySecret.MASK : value));
        return masked;
    }
}
