package io.hookbridge.base;

import java.util.Locale;
import java.util.Optional;

/** The side of a tenant's data that an API key reaches: live or test. The two never mix. */
public enum Mode {
    LIVE,
    TEST;

    /** The word used in JSON, SQL and configuration: {@code live} or {@code test}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Mode other() {
        return this == LIVE ? TEST : LIVE;
    }

    /**
     * The mode that {@code word} names, exactly as {@link #word()} writes it; empty for anything
     * else.
     */
    public static Optional<Mode> of(String word) {
        return switch (word) {
            case "live" -> Optional.of(LIVE);
            case "test" -> Optional.of(TEST);
            default -> Optional.empty();
        };
    }
}
