package io.hookbridge.sdk.key;

import io.hookbridge.sdk.json.Word;

/** Live data or test data; the two never mix. */
public enum KeyMode implements Word {
    /** Live data. */
    LIVE("live"),
    /** Test data. */
    TEST("test"),
    /** A word that this version of the client does not know; never sent. */
    UNRECOGNIZED("unrecognized");

    private final String word;

    KeyMode(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
