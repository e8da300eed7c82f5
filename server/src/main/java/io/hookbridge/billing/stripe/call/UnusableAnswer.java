package io.hookbridge.billing.stripe.call;

import io.hookbridge.billing.provider.Unavailability;

/**
 * Stripe answered with success, but the answer must not be used. Thrown inside an operation and
 * turned into its outcome at the edge.
 */
public final class UnusableAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Unavailability.Kind kind;
    private final String what;

    /**
     * @param what is wrong, in constant words
     */
    public UnusableAnswer(Unavailability.Kind kind, String what) {
        super(what);
        this.kind = kind;
        this.what = what;
    }

    Unavailability.Kind kind() {
        return kind;
    }

    String what() {
        return what;
    }
}
