package io.hookbridge.delivery.target;

import io.hookbridge.base.SecretBox;
import io.hookbridge.base.SigningKeyId;
import io.hookbridge.delivery.signing.SigningSecret;

/** Signing keys as they lie in the database: each sealed for its own row. */
public record SealedKeys(SecretBox box) {

    public byte[] seal(SigningKeyId id, SigningSecret secret) {
        return box.seal(secret.stored(), purpose(id));
    }

    public SigningSecret open(SigningKeyId id, byte[] sealed) {
        return box.open(sealed, purpose(id))
                .map(SigningSecret::parse)
                .orElseThrow(() ->
                        new IllegalStateException(
                                "the signing key " + id + " was sealed with another secret key"));
    }

    /** A sealed key that is moved to another row does not open there. */
    private static String purpose(SigningKeyId id) {
        return "signing key " + id;
    }
}
