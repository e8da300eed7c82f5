package io.hookbridge.sdk.key;

/**
 * An API key by its name.
 *
 * @param label what people call the key; empty if it has no label
 * @param environment the side that the key reaches
 */
public record NamedApiKey(String label, KeyMode environment) {}
