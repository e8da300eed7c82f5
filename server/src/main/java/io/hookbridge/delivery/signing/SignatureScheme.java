package io.hookbridge.delivery.signing;

import java.util.Arrays;
import java.util.Optional;

/** How the deliveries of an endpoint are signed. */
public enum SignatureScheme {
    /** {@code X-Webhook-Signature: sha256=<hex>}, HMAC-SHA256 over timestamp and body. */
    HOOKBRIDGE("hookbridge", 'h'),
    /** Standard Webhooks with a shared secret: {@code v1}, HMAC-SHA256. */
    STANDARD_V1("v1", 's'),
    /** Standard Webhooks with a public key: {@code v1a}, Ed25519. */
    STANDARD_V1A("v1a", 'a');

    private final String word;
    private final char letter;

    SignatureScheme(String word, char letter) {
        this.word = word;
        this.letter = letter;
    }

    /** The word in SQL and JSON. */
    public String word() {
        return word;
    }

    /** What names it in a stored signature. */
    char letter() {
        return letter;
    }

    /**
     * Whether the time that is signed is that of the request that sent the message, and not that of
     * the attempt: HookBridge's receivers expect the former, and those of Standard Webhooks refuse
     * what is old.
     */
    public boolean signsTimeOfMessage() {
        return this == HOOKBRIDGE;
    }

    public static Optional<SignatureScheme> of(String word) {
        return Arrays.stream(values()).filter(scheme -> scheme.word.equals(word)).findFirst();
    }

    /**
     * @throws IllegalArgumentException if it names none
     */
    static SignatureScheme of(char letter) {
        return Arrays.stream(values())
                .filter(scheme -> scheme.letter == letter)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scheme " + letter));
    }
}
