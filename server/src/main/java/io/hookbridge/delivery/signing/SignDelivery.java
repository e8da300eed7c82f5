package io.hookbridge.delivery.signing;

import io.hookbridge.base.NeverBlocks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the signature by which a receiver verifies a delivery. With two keys there is one for each,
 * so that a receiver can change from one to the other whenever it likes.
 */
public final class SignDelivery {

    private static final byte[] DOT = {'.'};

    private SignDelivery() {}

    /**
     * @param messageId the same for every attempt
     * @param timestamp Unix seconds, see {@link SignatureScheme#signsTimeOfMessage}
     * @param body as it goes over the wire
     * @param keys one or two, all of the kind that the scheme needs
     */
    public static DeliverySignature sign(
            SignatureScheme scheme,
            String messageId,
            long timestamp,
            byte[] body,
            List<SigningSecret> keys) {
        assert NeverBlocks.mayBlock()
                || (body.length <= NeverBlocks.MOST_BYTES
                        && scheme != SignatureScheme.STANDARD_V1A);
        byte[] time = ascii(Long.toString(timestamp));
        byte[] all = {};
        for (SigningSecret key : keys) {
            byte[] one =
                    switch (scheme) {
                        case HOOKBRIDGE -> shared(key).hmacWithText(time, DOT, body);
                        case STANDARD_V1 ->
                                shared(key).hmacWithBytes(ascii(messageId), DOT, time, DOT, body);
                        case STANDARD_V1A -> pair(key).sign(ascii(messageId), DOT, time, DOT, body);
                    };
            all = all.length == 0 ? one : joined(all, one);
        }
        return new DeliverySignature(scheme, all);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
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

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
