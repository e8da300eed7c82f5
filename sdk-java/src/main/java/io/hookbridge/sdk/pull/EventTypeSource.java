package io.hookbridge.sdk.pull;

import io.hookbridge.sdk.json.Word;

/** Where the type of an event stands; absent if it is not looked for. */
public enum EventTypeSource implements Word {
    /** In the payload. */
    BODY("body"),
    /** In a header. */
    HEADER("header"),
    /** A word that this version of the client does not know; never sent. */
    UNRECOGNIZED("unrecognized");

    private final String word;

    EventTypeSource(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
