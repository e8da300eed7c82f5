package io.hookbridge.loadtest.chaos;

import java.util.UUID;

/**
 * A row of a message, as the database has it.
 *
 * @param number of its payload; -1 if that is not, byte for byte, one of ours, or has the key of
 *     another
 * @param pending whether it is queued or under way; else it is finished
 * @param attemptCount what the row says
 * @param attempts how many attempts are written down
 */
record StoredMessage(
        UUID id, int number, String status, boolean pending, int attemptCount, int attempts) {

    /** The status of an event that was fetched and is done with. */
    static final String ACKNOWLEDGED = "delivered";
}
