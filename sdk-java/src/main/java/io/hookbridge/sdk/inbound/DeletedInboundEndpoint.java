package io.hookbridge.sdk.inbound;

/**
 * That it is gone.
 *
 * @param id identifies an endpoint that receives; a UUID of version 7
 * @param deleted always {@code true}
 */
public record DeletedInboundEndpoint(String id, boolean deleted) {}
