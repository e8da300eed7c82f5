package io.hookbridge.delivery.target;

import io.hookbridge.base.LikelySecret;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Headers as they may be kept with an attempt and shown: what may be a secret is masked. */
public final class MaskedHeaders {

    /** A shorter value stands in many others by chance. */
    private static final int LONG_ENOUGH = 8;

    private MaskedHeaders() {}

    /** Of an endpoint or a delivery: those that callers add. The server's own are no secrets. */
    public static Map<String, String> sent(Map<String, String> headers) {
        Map<String, String> masked = new LinkedHashMap<>();
        headers.forEach((name, value) ->
                masked.put(name, LikelySecret.is(name, value) ? LikelySecret.MASK : value));
        return masked;
    }

    /**
     * The value of a header of an answer, which has many identifiers that look random: the name
     * decides, and whether the receiver repeats what is masked among the headers that were sent.
     *
     * @param secrets what is masked there
     */
    public static String answered(String name, String value, List<String> secrets) {
        return LikelySecret.isNamed(name) || repeatsOne(secrets, value) ? LikelySecret.MASK : value;
    }

    private static boolean repeatsOne(List<String> secrets, String value) {
        for (String secret : secrets) {
            if (secret.length() >= LONG_ENOUGH ? value.contains(secret) : value.equals(secret)) {
                return true;
            }
        }
        return false;
    }
}
