package io.hookbridge.sdk.pull;

/**
 * A pull endpoint that is gone.
 *
 * @param id identifies a pull endpoint
 * @param deleted always true
 */
public record DeletedPullEndpoint(String id, boolean deleted) {}
