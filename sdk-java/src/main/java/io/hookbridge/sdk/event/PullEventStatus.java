package io.hookbridge.sdk.event;

import io.hookbridge.sdk.json.Word;

/**
 * How far an event has come. {@code stored} was never fetched, {@code fetched} is not acknowledged,
 * {@code delivered} is.
 */
public enum PullEventStatus implements Word {
    /** Nobody was given its payload. */
    STORED("stored"),
    /** Somebody was given its payload. */
    FETCHED("fetched"),
    /** It was acknowledged. */
    DELIVERED("delivered"),
    /** A word that this version of the client does not know; never sent. */
    UNRECOGNIZED("unrecognized");

    private final String word;

    PullEventStatus(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
