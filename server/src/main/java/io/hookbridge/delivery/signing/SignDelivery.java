package io.hookbridge.delivery.signing;

import io.hookbridge.base.NeverBlocks;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The headers by which a receiver verifies a delivery. With two keys there is a signature for each,
 * so that a receiver can change from one to the other whenever it likes.
 */
public final class SignDelivery {

    private static final byte[] DOT = {'.'};

    private SignDelivery() {}

    /**
     * Header names and values, in order.
     *
     * @param messageId the same for every attempt
     * @param timestamp Unix seconds: of the request that sent the message for HookBridge's own
     *     scheme, of the attempt for the others
     * @param body as it goes over the wire
     * @param keys one or two, all of the kind that the scheme needs
     */
    public static Map<String, String> headers(
            SignatureScheme scheme,
            String messageId,
            long timestamp,
            byte[] body,
            List<SigningSecret> keys) {
        assert NeverBlocks.mayBlock()
                || (body.length <= NeverBlocks.MOST_BYTES
                        && scheme != SignatureScheme.STANDARD_V1A);
        byte[] time = ascii(Long.toString(timestamp));
        byte[] id = ascii(messageId);
        Map<String, String> headers = new LinkedHashMap<>();
        switch (scheme) {
            case HOOKBRIDGE -> {
                headers.put("X-Webhook-Timestamp", Long.toString(timestamp));
                headers.put(
                        "X-Webhook-Signature",
                        keys.stream()
                                .map(key ->
                                        "sha256="
                                                + HexFormat.of()
                                                        .formatHex(
                                                                shared(key)
                                                                        .hmacWithText(
                                                                                time, DOT, body)))
                                .collect(Collectors.joining(",")));
            }
            case STANDARD_V1 -> {
                standard(headers, messageId, timestamp);
                headers.put(
                        "webhook-signature",
                        keys.stream()
                                .map(key ->
                                        "v1,"
                                                + base64(
                                                        shared(key)
                                                                .hmacWithBytes(
                                                                        id, DOT, time, DOT, body)))
                                .collect(Collectors.joining(" ")));
            }
            case STANDARD_V1A -> {
                standard(headers, messageId, timestamp);
                headers.put(
                        "webhook-signature",
                        keys.stream()
                                .map(key ->
                                        "v1a," + base64(pair(key).sign(id, DOT, time, DOT, body)))
                                .collect(Collectors.joining(" ")));
            }
        }
        return headers;
    }

    private static void standard(Map<String, String> headers, String id, long timestamp) {
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(timestamp));
    }

    private static SigningSecret.Shared shared(SigningSecret key) {
        return switch (key) {
            case SigningSecret.Shared shared -> shared;
            case SigningSecret.Pair _ ->
                    throw new IllegalArgumentException("this scheme needs a shared secret");
        };
    }

    private static SigningSecret.Pair pair(SigningSecret key) {
        return switch (key) {
            case SigningSecret.Pair pair -> pair;
            case SigningSecret.Shared _ ->
                    throw new IllegalArgumentException("this scheme needs a key pair");
        };
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
