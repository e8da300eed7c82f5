package io.hookbridge.sdk.metric;

import io.hookbridge.sdk.json.Word;

/** A length of time that ends now; {@code 24h} where nothing is said. */
public enum Window implements Word {
    /** The last hour. */
    HOUR("1h"),
    /** The last 24 hours. */
    DAY("24h"),
    /** The last seven days. */
    WEEK("7d"),
    /** The last 30 days. */
    MONTH("30d"),
    /** The last 90 days. */
    QUARTER("90d"),
    /** A word that this version of the client does not know; never sent. */
    UNRECOGNIZED("unrecognized");

    private final String word;

    Window(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
