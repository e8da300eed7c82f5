package io.hookbridge.sdk.preset;

/**
 * That it is gone.
 *
 * @param id what endpoints name a preset by
 * @param deleted always {@code true}
 */
public record DeletedInboundPreset(String id, boolean deleted) {}
