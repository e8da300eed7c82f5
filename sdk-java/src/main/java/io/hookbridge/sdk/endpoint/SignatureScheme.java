package io.hookbridge.sdk.endpoint;

import io.hookbridge.sdk.json.Word;

/** How deliveries are signed. */
public enum SignatureScheme implements Word {
    /** {@code X-Webhook-Signature}, an HMAC with a shared secret. */
    HOOKBRIDGE("hookbridge"),
    /** Standard Webhooks with a shared secret, HMAC-SHA256. */
    V1("v1"),
    /** Standard Webhooks with a key pair, Ed25519. */
    V1A("v1a"),
    /** A word that this version of the client does not know; never sent. */
    UNRECOGNIZED("unrecognized");

    private final String word;

    SignatureScheme(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
