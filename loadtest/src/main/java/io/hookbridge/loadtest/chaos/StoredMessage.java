package io.hookbridge.loadtest.chaos;

import java.util.UUID;

/**
 * A row of a message, as the database has it.
 *
 * @param number of its idempotency key; -1 if that is not one of ours
 * @param pending whether it lies among the pending ones; else among the finished ones
 * @param attemptCount what the row says
 * @param attempts how many attempts are written down
 */
record StoredMessage(
        UUID id, int number, String status, boolean pending, int attemptCount, int attempts) {}
