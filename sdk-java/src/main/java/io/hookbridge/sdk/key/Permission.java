package io.hookbridge.sdk.key;

import io.hookbridge.sdk.json.Word;

/** What a key may do; each operation names the one that it needs. */
public enum Permission implements Word {
    /** Sends messages, and sends them again. */
    SEND("send"),
    /** Reads. */
    READ("read"),
    /** Changes and deletes. */
    MANAGE("manage"),
    /** Sees and changes the subscription. */
    BILLING("billing"),
    /** A word that this version of the client does not know; never sent. */
    UNRECOGNIZED("unrecognized");

    private final String word;

    Permission(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
