package io.hookbridge.sdk.project;

import io.hookbridge.sdk.json.Word;

/** How a project is. */
public enum ProjectStatus implements Word {
    /** It works. */
    ACTIVE("active"),
    /** The operator of the server has suspended it. */
    SUSPENDED("suspended"),
    /** It was deleted. */
    DELETED("deleted"),
    /** A word that this version of the client does not know; never sent. */
    UNRECOGNIZED("unrecognized");

    private final String word;

    ProjectStatus(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
