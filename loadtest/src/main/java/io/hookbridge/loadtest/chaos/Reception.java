package io.hookbridge.loadtest.chaos;

import java.util.UUID;

/**
 * A request that came to the receiver as a whole.
 *
 * @param message the {@code X-Webhook-Id}
 * @param attempt the {@code X-Webhook-Attempt}
 * @param number of the payload; -1 if it is not as it was sent
 * @param at when its last byte came, by {@code System.nanoTime}
 * @param answered whether a 200 was written to the connection in full
 */
record Reception(UUID message, int attempt, int number, long at, boolean answered) {}
