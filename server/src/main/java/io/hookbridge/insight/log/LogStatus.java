package io.hookbridge.insight.log;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The states of a message as callers see them; docs/states.md draws them. */
public enum LogStatus {
    QUEUED,
    /** Held by a node that is making an attempt, or is about to. */
    DELIVERING,
    SUCCEEDED,
    PENDING_RETRY,
    FAILED_PERMANENT,
    /** Queued for an endpoint that is paused. */
    PAUSED;

    /** The word of the API and of the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<LogStatus> of(String word) {
        return Arrays.stream(values()).filter(status -> status.word().equals(word)).findFirst();
    }
}
