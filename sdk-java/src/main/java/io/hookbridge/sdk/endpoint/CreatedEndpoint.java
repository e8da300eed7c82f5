package io.hookbridge.sdk.endpoint;

import io.hookbridge.sdk.json.Records;
import io.hookbridge.sdk.json.Secret;
import io.hookbridge.sdk.json.Unwrapped;

/**
 * A new endpoint with its first signing key.
 *
 * @param endpoint the endpoint as it is now
 * @param signingKeyId identifies a signing key
 * @param signingSecret what the receiver verifies signatures with: a secret that begins with {@code
 *     whsec_}, or for {@code v1a} a public key that begins with {@code whpk_}. It is shown this
 *     once.
 * @param keyHint the last four characters of what the receiver has, to tell keys apart
 */
public record CreatedEndpoint(
        @Unwrapped Endpoint endpoint,
        String signingKeyId,
        @Secret String signingSecret,
        String keyHint) {

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return Records.withoutSecrets(this);
    }
}
