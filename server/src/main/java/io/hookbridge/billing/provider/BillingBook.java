package io.hookbridge.billing.provider;

import io.hookbridge.base.Mode;

import java.util.Locale;
import java.util.Optional;

/**
 * The set of billing rows an operation reads and writes: one for each mode, so that what is done in
 * test never changes what is live, and for each provider, so that rows of the one that was
 * configured before mean nothing to the other.
 */
public enum BillingBook {
    /** Stripe's of live mode. */
    LIVE(Mode.LIVE, true),
    /** Stripe's of test mode. */
    TEST(Mode.TEST, true),
    BUILTIN_LIVE(Mode.LIVE, false),
    BUILTIN_TEST(Mode.TEST, false);

    private final Mode mode;
    private final boolean copy;

    BillingBook(Mode mode, boolean copy) {
        this.mode = mode;
        this.copy = copy;
    }

    /** The word used in SQL, such as {@code live} or {@code builtin_test}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Mode mode() {
        return mode;
    }

    /**
     * The mode of Stripe that these rows are a copy of; empty for the built-in provider's books,
     * whose rows are the truth itself.
     */
    public Optional<Mode> copyOf() {
        return copy ? Optional.of(mode) : Optional.empty();
    }

    /** The book with this word in SQL. */
    public static BillingBook ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Stripe's of this mode. */
    public static BillingBook of(Mode mode) {
        return switch (mode) {
            case LIVE -> LIVE;
            case TEST -> TEST;
        };
    }

    /** The built-in provider's of this mode. */
    public static BillingBook builtin(Mode mode) {
        return switch (mode) {
            case LIVE -> BUILTIN_LIVE;
            case TEST -> BUILTIN_TEST;
        };
    }
}
