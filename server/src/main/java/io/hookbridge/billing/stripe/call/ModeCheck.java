package io.hookbridge.billing.stripe.call;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.Unavailability.Kind;

import org.jspecify.annotations.Nullable;

/** Keeps what belongs to the other of Stripe's two modes out of this one. */
public final class ModeCheck {

    private ModeCheck() {}

    /** Whether an answer with that {@code livemode} is of {@code mode}; null is of none. */
    public static boolean isOf(Mode mode, @Nullable Boolean livemode) {
        return Boolean.valueOf(mode == Mode.LIVE).equals(livemode);
    }

    /**
     * @param what was answered, in a word
     * @throws UnusableAnswer if it is not of {@code mode}
     */
    public static void require(Mode mode, @Nullable Boolean livemode, String what) {
        if (!isOf(mode, livemode)) {
            throw new UnusableAnswer(Kind.MODE_MISMATCH, what + " of the other mode");
        }
    }

    /**
     * @throws UnusableAnswer if the customer is not of {@code mode}
     */
    public static void require(Mode mode, Customer customer) {
        if (customer.book() != BillingBook.of(mode)) {
            throw new UnusableAnswer(Kind.MODE_MISMATCH, "customer of another book");
        }
    }
}
