package io.hookbridge.sdk.export;

import io.hookbridge.sdk.json.Word;

/** Where messages go; {@code outbound} to endpoints, {@code inbound} from others. */
public enum Direction implements Word {
    /** What was sent. */
    OUTBOUND("outbound"),
    /** What was received. */
    INBOUND("inbound"),
    /** A word that this version of the client does not know; never sent. */
    UNRECOGNIZED("unrecognized");

    private final String word;

    Direction(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
