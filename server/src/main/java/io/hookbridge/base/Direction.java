package io.hookbridge.base;

import java.util.Locale;

/** Which way a message goes. */
public enum Direction {
    /** From the environment to receivers of others. */
    OUTBOUND,
    /** From others to the environment. */
    INBOUND;

    /**
     * Whose {@link #word} it is.
     *
     * @throws IllegalArgumentException if it is none's
     */
    public static Direction of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The word used in SQL. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
