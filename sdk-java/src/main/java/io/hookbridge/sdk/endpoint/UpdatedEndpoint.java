package io.hookbridge.sdk.endpoint;

import io.hookbridge.sdk.json.Records;
import io.hookbridge.sdk.json.Secret;
import io.hookbridge.sdk.json.Unwrapped;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint after a change, with its first signing key if it got one.
 *
 * @param endpoint the endpoint as it is now
 * @param signingKeyId identifies a signing key; {@code null} if absent
 * @param signingSecret what the receiver verifies signatures with: a secret that begins with {@code
 *     whsec_}, or for {@code v1a} a public key that begins with {@code whpk_}. It is shown this
 *     once. {@code null} if absent.
 * @param keyHint the last four characters of what the receiver has, to tell keys apart; {@code
 *     null} if absent
 * @param updated always {@code true}
 */
public record UpdatedEndpoint(
        @Unwrapped Endpoint endpoint,
        @Nullable String signingKeyId,
        @Secret @Nullable String signingSecret,
        @Nullable String keyHint,
        boolean updated) {

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return Records.withoutSecrets(this);
    }
}
