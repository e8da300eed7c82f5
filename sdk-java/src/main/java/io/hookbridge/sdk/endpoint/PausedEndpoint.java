package io.hookbridge.sdk.endpoint;

/**
 * An endpoint that is paused.
 *
 * @param id identifies an endpoint
 * @param paused always {@code true}
 */
public record PausedEndpoint(String id, boolean paused) {}
