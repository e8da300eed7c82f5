package io.hookbridge.sdk.endpoint;

import io.hookbridge.sdk.json.Word;

/**
 * Why it is paused: {@code requested} by a caller, or {@code gone} because the receiver answered
 * 410. Left out while it is not.
 */
public enum PausedReason implements Word {
    /** Somebody asked for it. */
    REQUESTED("requested"),
    /** The receiver answered that it is gone for good, with 410. */
    GONE("gone"),
    /** A word that this version of the client does not know; never sent. */
    UNRECOGNIZED("unrecognized");

    private final String word;

    PausedReason(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
