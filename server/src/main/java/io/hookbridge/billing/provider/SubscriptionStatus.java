package io.hookbridge.billing.provider;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a provider says of a subscription, in Stripe's words. Providers add words: an unknown one
 * never throws.
 */
public enum SubscriptionStatus {
    TRIALING,
    ACTIVE,
    PAST_DUE,
    UNPAID,
    PAUSED,
    CANCELED,
    INCOMPLETE,
    INCOMPLETE_EXPIRED;

    /** The word used by Stripe, in SQL and in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status that {@code word} names; empty for a word this version does not know. */
    public static Optional<SubscriptionStatus> of(String word) {
        return Arrays.stream(values()).filter(status -> status.word().equals(word)).findFirst();
    }

    /**
     * Whether a person in this state may open the customer portal. Those in trouble need it most,
     * and a former customer still has invoices there; only a first payment that was never made
     * gives no way in.
     */
    public boolean opensPortal() {
        return switch (this) {
            case TRIALING, ACTIVE, PAST_DUE, UNPAID, PAUSED, CANCELED -> true;
            case INCOMPLETE, INCOMPLETE_EXPIRED -> false;
        };
    }

    /** Whether the subscription goes on, so that it can be changed or cancelled. */
    public boolean isLive() {
        return switch (this) {
            case TRIALING, ACTIVE, PAST_DUE, UNPAID, PAUSED -> true;
            case CANCELED, INCOMPLETE, INCOMPLETE_EXPIRED -> false;
        };
    }

    /**
     * Whether nothing is charged any more, whatever anybody pays; it never comes back from here.
     */
    public boolean isOver() {
        return switch (this) {
            case CANCELED, INCOMPLETE_EXPIRED -> true;
            case TRIALING, ACTIVE, PAST_DUE, UNPAID, PAUSED, INCOMPLETE -> false;
        };
    }
}
