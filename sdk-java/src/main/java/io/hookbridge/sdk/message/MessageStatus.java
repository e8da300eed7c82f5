package io.hookbridge.sdk.message;

import io.hookbridge.sdk.json.Word;

/**
 * Where a message is on its way. {@code paused} waits because its endpoint is paused, {@code
 * delivering} is held by a server for an attempt, {@code failed_permanent} was given up.
 */
public enum MessageStatus implements Word {
    /** It waits for its first attempt, or for one that was asked for. */
    QUEUED("queued"),
    /** It waits because its endpoint is paused. */
    PAUSED("paused"),
    /** A server holds it for an attempt. */
    DELIVERING("delivering"),
    /** It was delivered. */
    SUCCEEDED("succeeded"),
    /** It waits for the next attempt after one that failed. */
    PENDING_RETRY("pending_retry"),
    /** It was given up. */
    FAILED_PERMANENT("failed_permanent"),
    /** A word that this version of the client does not know; never sent. */
    UNRECOGNIZED("unrecognized");

    private final String word;

    MessageStatus(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
