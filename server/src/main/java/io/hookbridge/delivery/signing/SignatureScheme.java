package io.hookbridge.delivery.signing;

import java.util.Arrays;
import java.util.Optional;

/** How the deliveries of an endpoint are signed. */
public enum SignatureScheme {
    /** {@code X-Webhook-Signature: sha256=<hex>}, HMAC-SHA256 over timestamp and body. */
    HOOKBRIDGE("hookbridge"),
    /** Standard Webhooks with a shared secret: {@code v1}, HMAC-SHA256. */
    STANDARD_V1("v1"),
    /** Standard Webhooks with a public key: {@code v1a}, Ed25519. */
    STANDARD_V1A("v1a");

    private final String word;

    SignatureScheme(String word) {
        this.word = word;
    }

    /** The word in SQL and JSON. */
    public String word() {
        return word;
    }

    public static Optional<SignatureScheme> of(String word) {
        return Arrays.stream(values()).filter(scheme -> scheme.word.equals(word)).findFirst();
    }
}
