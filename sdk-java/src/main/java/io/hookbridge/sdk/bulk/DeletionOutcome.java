package io.hookbridge.sdk.bulk;

import io.hookbridge.sdk.json.Word;

/** What became of it. */
public enum DeletionOutcome implements Word {
    /** It was deleted. */
    DELETED("deleted"),
    /** It had been deleted before. */
    ALREADY_DELETED("already_deleted"),
    /** There is no such message. */
    NOT_FOUND("not_found"),
    /** A word that this version of the client does not know; never sent. */
    UNRECOGNIZED("unrecognized");

    private final String word;

    DeletionOutcome(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
