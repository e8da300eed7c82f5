package io.hookbridge.sdk.inbound;

/**
 * Whether it refuses whatever comes.
 *
 * @param id identifies an endpoint that receives; a UUID of version 7
 * @param paused whether it refuses whatever comes
 */
public record PausedInboundEndpoint(String id, boolean paused) {}
