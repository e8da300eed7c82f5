package io.hookbridge.sdk.inbound;

import io.hookbridge.sdk.json.Records;
import io.hookbridge.sdk.json.Secret;
import io.hookbridge.sdk.json.Unwrapped;

import org.jspecify.annotations.Nullable;

/**
 * A new endpoint that receives, with the secrets that are shown once.
 *
 * @param endpoint the endpoint as it is now
 * @param signingKeyId identifies a signing key; {@code null} if absent
 * @param signingSecret what the receiver verifies signatures with: a secret that begins with {@code
 *     whsec_}, or for {@code v1a} a public key that begins with {@code whpk_}. It is shown this
 *     once. {@code null} if absent.
 * @param keyHint the last four characters of what the receiver has, to tell keys apart; {@code
 *     null} if absent
 * @param secretToken the token of an endpoint that receives, the last part of its {@code
 *     ingest_url}
 */
public record CreatedInboundEndpoint(
        @Unwrapped InboundEndpoint endpoint,
        @Nullable String signingKeyId,
        @Secret @Nullable String signingSecret,
        @Nullable String keyHint,
        @Secret String secretToken) {

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return Records.withoutSecrets(this);
    }
}
