package io.hookbridge.outbound.endpoint;

import io.hookbridge.base.SigningKeyId;
import io.hookbridge.outbound.signing.SigningSecret;

import java.time.Instant;

/**
 * What may be shown of a signing key at any time.
 *
 * @param hint the last four characters of what the receiver has
 */
public record SigningKey(SigningKeyId id, String hint, Instant createdAt) {

    /** The most keys of an endpoint. */
    public static final int MOST = 2;

    /** A new key with its secret, which is shown this once. */
    public record Issued(SigningKeyId id, SigningSecret secret, Instant createdAt) {

        String hint() {
            return secret.hint();
        }
    }
}
