package io.hookbridge.sdk.message;

import io.hookbridge.sdk.json.Word;

/** A schedule of retries; {@code fast} after a 429. */
public enum RetryType implements Word {
    /** Within minutes, because the receiver asked for less traffic. */
    FAST("fast"),
    /** By the retry policy. */
    SLOW("slow"),
    /** A word that this version of the client does not know; never sent. */
    UNRECOGNIZED("unrecognized");

    private final String word;

    RetryType(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
