package io.hookbridge.outbound.endpoint;

import io.hookbridge.base.LikelySecret;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;

/** Headers as they may be kept with an attempt and shown: what may be a secret is masked. */
public final class MaskedHeaders {

    private MaskedHeaders() {}

    /** Of a delivery or an endpoint. The server's own headers, signatures too, are no secrets. */
    public static Map<String, String> sent(Map<String, String> headers) {
        return masked(
                headers,
                (name, value) -> !CustomHeaders.isServersOwn(name) && LikelySecret.is(name, value));
    }

    /** Of an answer, which has many identifiers that look random; only names decide. */
    public static Map<String, String> answered(Map<String, String> headers) {
        return masked(headers, (name, _) -> LikelySecret.isNamed(name));
    }

    private static Map<String, String> masked(
            Map<String, String> headers, BiPredicate<String, String> secret) {
        Map<String, String> masked = new LinkedHashMap<>();
        headers.forEach((name, value) ->
                masked.put(name, secret.test(name, value) ? LikelySecret.MASK : value));
        return masked;
    }
}
