package io.hookbridge.delivery.signing;

import io.hookbridge.net.Header;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;

/**
 * The signature of a delivery, of which the rest of its headers follows.
 *
 * @param made what each key made, one after the other; all are of one length
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record DeliverySignature(SignatureScheme scheme, byte[] made) {

    /** Of an HMAC-SHA256, in bytes. */
    private static final int HMAC = 32;

    /** Of an Ed25519 signature, in bytes. */
    private static final int ED25519 = 64;

    /** Reads what {@link #stored} wrote. */
    public static DeliverySignature read(byte[] stored) {
        return new DeliverySignature(
                SignatureScheme.of((char) stored[0]), Arrays.copyOfRange(stored, 1, stored.length));
    }

    /** A letter for the scheme, and what the keys made. */
    public byte[] stored() {
        byte[] stored = new byte[1 + made.length];
        stored[0] = (byte) scheme.letter();
        System.arraycopy(made, 0, stored, 1, made.length);
        return stored;
    }

    /**
     * The headers by which a receiver verifies the delivery.
     *
     * @param messageId that was signed
     * @param timestamp the same
     */
    public List<Header> headers(String messageId, long timestamp) {
        String time = Long.toString(timestamp);
        return switch (scheme) {
            case HOOKBRIDGE ->
                    List.of(
                            new Header("X-Webhook-Signature", text("sha256=", HMAC, ",")),
                            new Header("X-Webhook-Timestamp", time));
            case STANDARD_V1 -> standard(messageId, text("v1,", HMAC, " "), time);
            case STANDARD_V1A -> standard(messageId, text("v1a,", ED25519, " "), time);
        };
    }

    private static List<Header> standard(String messageId, String signature, String time) {
        return List.of(
                new Header("webhook-id", messageId),
                new Header("webhook-signature", signature),
                new Header("webhook-timestamp", time));
    }

    /**
     * @param beginning of each key's
     * @param length of what a key made, in bytes
     */
    private String text(String beginning, int length, String between) {
        if (made.length == length) {
            return beginning + written(made);
        }
        StringJoiner all = new StringJoiner(between);
        for (int from = 0; from < made.length; from += length) {
            all.add(beginning + written(Arrays.copyOfRange(made, from, from + length)));
        }
        return all.toString();
    }

    private String written(byte[] one) {
        return switch (scheme) {
            case HOOKBRIDGE -> HexFormat.of().formatHex(one);
            case STANDARD_V1, STANDARD_V1A -> Base64.getEncoder().encodeToString(one);
        };
    }
}
