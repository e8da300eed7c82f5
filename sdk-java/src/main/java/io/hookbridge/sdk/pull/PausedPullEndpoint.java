package io.hookbridge.sdk.pull;

/**
 * Whether a pull endpoint is paused.
 *
 * @param id identifies a pull endpoint
 * @param paused whether it is now
 */
public record PausedPullEndpoint(String id, boolean paused) {}
