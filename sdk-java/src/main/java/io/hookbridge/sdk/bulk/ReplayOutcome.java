package io.hookbridge.sdk.bulk;

import io.hookbridge.sdk.json.Word;

/** What became of a message that was to be sent again. */
public enum ReplayOutcome implements Word {
    /** It is sent again. */
    REPLAYED("replayed"),
    /** It cannot be sent again; the error says why. */
    FAILED("failed"),
    /** It was not taken now, because somebody works on it. */
    STUCK("stuck"),
    /** A word that this version of the client does not know; never sent. */
    UNRECOGNIZED("unrecognized");

    private final String word;

    ReplayOutcome(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
