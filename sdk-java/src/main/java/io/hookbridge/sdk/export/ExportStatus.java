package io.hookbridge.sdk.export;

import io.hookbridge.sdk.json.Word;

/** How far an export is. */
public enum ExportStatus implements Word {
    /** It waits for its turn. */
    PENDING("pending"),
    /** It is being written. */
    PROCESSING("processing"),
    /** Its file can be downloaded. */
    COMPLETED("completed"),
    /** It could not be written. */
    FAILED("failed"),
    /** Its file is gone. */
    EXPIRED("expired"),
    /** A word that this version of the client does not know; never sent. */
    UNRECOGNIZED("unrecognized");

    private final String word;

    ExportStatus(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
