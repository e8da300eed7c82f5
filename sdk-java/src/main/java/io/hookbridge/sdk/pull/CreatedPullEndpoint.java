package io.hookbridge.sdk.pull;

import io.hookbridge.sdk.json.Records;
import io.hookbridge.sdk.json.Secret;
import io.hookbridge.sdk.json.Unwrapped;

/**
 * A new pull endpoint, with its token.
 *
 * @param endpoint the endpoint as it is now
 * @param secretToken the last part of {@code ingest_url}, shown here only
 */
public record CreatedPullEndpoint(@Unwrapped PullEndpoint endpoint, @Secret String secretToken) {

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return Records.withoutSecrets(this);
    }
}
