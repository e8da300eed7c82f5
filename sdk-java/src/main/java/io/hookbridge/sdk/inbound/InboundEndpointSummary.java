package io.hookbridge.sdk.inbound;

import io.hookbridge.sdk.json.Records;
import io.hookbridge.sdk.json.Secret;

import java.time.Instant;

/**
 * An endpoint that receives, as lists have it.
 *
 * @param id identifies an endpoint that receives; a UUID of version 7
 * @param name what people call it
 * @param url where it forwards to; empty if that was never said
 * @param mode where what an endpoint receives goes
 * @param active whether it exists
 * @param paused whether it refuses whatever comes
 * @param ingestUrl where it receives, with its token; masked for who may not manage endpoints
 * @param createdAt when it was made
 */
public record InboundEndpointSummary(
        String id,
        String name,
        String url,
        InboundMode mode,
        boolean active,
        boolean paused,
        @Secret String ingestUrl,
        Instant createdAt) {

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return Records.withoutSecrets(this);
    }
}
