package io.hookbridge.billing;

import io.hookbridge.base.Mode;

import java.util.Locale;

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

    public static BillingBook of(Mode mode) {
        return switch (mode) {
            case LIVE -> LIVE;
            case TEST -> TEST;
        };
    }
}
