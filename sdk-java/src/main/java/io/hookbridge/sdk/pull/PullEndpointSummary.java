package io.hookbridge.sdk.pull;

import java.time.Instant;

/**
 * A pull endpoint as a list shows it.
 *
 * @param id identifies a pull endpoint
 * @param name what people call it
 * @param active whether it is not deleted
 * @param paused whether it refuses whatever comes
 * @param ingestUrl where it receives, without the token
 * @param createdAt when it was made
 */
public record PullEndpointSummary(
        String id,
        String name,
        boolean active,
        boolean paused,
        String ingestUrl,
        Instant createdAt) {}
