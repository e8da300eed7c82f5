package io.hookbridge.insight;

import io.hookbridge.http.ApiError;
import io.hookbridge.message.MessageStatus;

/** Reads what a request wants to see, in the same way for every operation. */
public final class Filters {

    private Filters() {}

    /**
     * @throws ApiError {@code INVALID_REQUEST} for a word that is none of a state
     */
    public static MessageStatus status(String word) {
        return MessageStatus.of(word)
                .orElseThrow(() ->
                        ApiError.invalidRequest(
                                "status must be queued, delivering, succeeded, pending_retry,"
                                        + " failed_permanent or paused"));
    }
}
