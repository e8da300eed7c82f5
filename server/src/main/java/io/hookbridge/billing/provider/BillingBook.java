package io.hookbridge.billing.provider;

import io.hookbridge.base.Mode;

import java.util.Locale;
import java.util.Optional;

/**
 * The set of billing rows an operation reads and writes. Stripe keeps live and test apart, so its
 * tenants have a row in each; the built-in provider takes no money and has one row for both.
 */
public enum BillingBook {
    LIVE,
    TEST,
    SHARED;

    /** The word used in SQL: {@code live}, {@code test} or {@code shared}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The mode of Stripe that these rows are a copy of; empty for the built-in provider's book,
     * whose rows are the truth itself.
     */
    public Optional<Mode> mode() {
        return switch (this) {
            case LIVE -> Optional.of(Mode.LIVE);
            case TEST -> Optional.of(Mode.TEST);
            case SHARED -> Optional.empty();
        };
    }

    /** The book with this word in SQL. */
    public static BillingBook ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    public static BillingBook of(Mode mode) {
        return switch (mode) {
            case LIVE -> LIVE;
            case TEST -> TEST;
        };
    }
}
