package io.hookbridge.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a message is on its way, as callers see it. That it was deleted is a mark beside this. */
public enum MessageStatus {
    /** Waits for its first attempt, or for one that a replay asked for. */
    QUEUED,
    /** Queued, while its endpoint is paused. */
    PAUSED,
    /** A node holds it. */
    DELIVERING,
    SUCCEEDED,
    /** Waits for another attempt. */
    PENDING_RETRY,
    /** Given up; a dead letter. */
    FAILED_PERMANENT;

    /** The word used in JSON and SQL. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<MessageStatus> of(String word) {
        return Arrays.stream(values()).filter(status -> status.word().equals(word)).findFirst();
    }
}
