package io.hookbridge.base;

import java.util.Locale;

/** Which way a message goes. */
public enum Direction {
    /** From the environment to receivers of others. */
    OUTBOUND,
    /** From others to the environment, delivered to its URL or to whoever listens. */
    INBOUND,
    /** From others to the environment, which fetches it. */
    PULL;

    /** The word used in SQL. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The direction with this {@link #word}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Direction of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
