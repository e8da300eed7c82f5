package io.hookbridge.sdk.signing;

import io.hookbridge.sdk.json.Records;
import io.hookbridge.sdk.json.Secret;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A new signing key that took the place of the others, with what the receiver needs of it.
 *
 * @param id the endpoint that it belongs to
 * @param signingKeyId the new key
 * @param signingSecret what the receiver verifies signatures with: a secret that begins with {@code
 *     whsec_}, or for {@code v1a} a public key that begins with {@code whpk_}. It is shown this
 *     once.
 * @param keyHint the last four characters of what the receiver has, to tell keys apart
 * @param createdAt when the key was made
 * @param oldKeyExpiresAt until when the key before it signs; {@code null} if it does no more
 */
public record RotatedSecret(
        String id,
        String signingKeyId,
        @Secret String signingSecret,
        String keyHint,
        Instant createdAt,
        @Nullable Instant oldKeyExpiresAt) {

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return Records.withoutSecrets(this);
    }
}
