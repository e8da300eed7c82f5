package io.hookbridge.sdk.inbound;

import io.hookbridge.sdk.json.Word;

/** Where what an endpoint receives goes. */
public enum InboundMode implements Word {
    /** What is received is forwarded to a URL. */
    FORWARD("forward"),
    /** What is received is listened to. */
    CLI("cli"),
    /** What is received is kept until it is fetched. */
    PULL("pull"),
    /** A word that this version of the client does not know; never sent. */
    UNRECOGNIZED("unrecognized");

    private final String word;

    InboundMode(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
