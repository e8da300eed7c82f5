package io.hookbridge.base;

import java.util.Locale;

/** Which way a message goes. */
public enum Direction {
    /** From the environment to receivers of others. */
    OUTBOUND,
    /** From others to the environment. */
    INBOUND;

    /** The word used in SQL. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
