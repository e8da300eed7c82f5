package io.hookbridge.sdk.key;

import java.util.Map;

/**
 * Those that were found, by their ids.
 *
 * @param users people by their ids; empty if absent
 * @param apiKeys API keys by their ids; empty if absent
 */
public record Actors(Map<String, Person> users, Map<String, NamedApiKey> apiKeys) {}
