package io.hookbridge.sdk.event;

import io.hookbridge.sdk.json.Word;

/** A state of events, or {@code all} alone for all of them. */
public enum WantedPullEventStatus implements Word {
    /** All of them. */
    ALL("all"),
    /** Those whose payload nobody was given. */
    STORED("stored"),
    /** Those whose payload somebody was given. */
    FETCHED("fetched"),
    /** Those that were acknowledged. */
    DELIVERED("delivered");

    private final String word;

    WantedPullEventStatus(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
