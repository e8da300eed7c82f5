package io.hookbridge.sdk.export;

import io.hookbridge.sdk.json.Word;

/** What an export is written in. */
public enum ExportFormat implements Word {
    /** Values with commas between, RFC 4180. */
    CSV("csv"),
    /** A JSON object in each line. */
    JSONL("jsonl"),
    /** A word that this version of the client does not know; never sent. */
    UNRECOGNIZED("unrecognized");

    private final String word;

    ExportFormat(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
