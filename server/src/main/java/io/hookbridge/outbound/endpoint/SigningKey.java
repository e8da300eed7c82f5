package io.hookbridge.outbound.endpoint;

import io.hookbridge.base.SigningKeyId;
import io.hookbridge.delivery.signing.SigningSecret;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What may be shown of a signing key at any time.
 *
 * @param hint the last four characters of what the receiver has
 * @param expiresAt when it stops signing because another took its place; null for a key without an
 *     end
 */
public record SigningKey(
        SigningKeyId id, String hint, Instant createdAt, @Nullable Instant expiresAt) {

    /** The most keys of an endpoint. */
    public static final int MOST = 2;

    /** A new key with its secret, which is shown this once. */
    public record Issued(SigningKeyId id, SigningSecret secret, Instant createdAt) {

        String hint() {
            return secret.hint();
        }
    }

    /**
     * A new key that took the place of the others.
     *
     * @param oldUntil when the one before it stops signing; null if it has already
     */
    record Rotated(Issued key, @Nullable Instant oldUntil) {}
}
