package io.hookbridge.sdk.signing;

import io.hookbridge.sdk.json.Records;
import io.hookbridge.sdk.json.Secret;

import java.time.Instant;

/**
 * A new signing key with what the receiver needs of it.
 *
 * @param id identifies a signing key
 * @param signingSecret what the receiver verifies signatures with: a secret that begins with {@code
 *     whsec_}, or for {@code v1a} a public key that begins with {@code whpk_}. It is shown this
 *     once.
 * @param keyHint the last four characters of what the receiver has, to tell keys apart
 * @param createdAt when the key was made
 */
public record CreatedSigningKey(
        String id, @Secret String signingSecret, String keyHint, Instant createdAt) {

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return Records.withoutSecrets(this);
    }
}
