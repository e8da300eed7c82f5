package io.hookbridge.loadtest.chaos;

import java.util.Map;
import java.util.UUID;

/**
 * What a consumer knows of the events that it fetched.
 *
 * @param numbers of the payloads that it was given; -1 for one that is not as it was sent
 * @param acknowledged how often an answer told it that it was the one who acknowledged an event
 */
record Consumed(Map<UUID, Integer> numbers, Map<UUID, Integer> acknowledged) {

    static final Consumed NOTHING = new Consumed(Map.of(), Map.of());
}
