package io.hookbridge.billing.provider;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The one thing a portal session may be opened for, in Stripe's words ({@code flow_data.type}). */
public enum PortalFlow {
    PAYMENT_METHOD_UPDATE,
    SUBSCRIPTION_CANCEL,
    SUBSCRIPTION_UPDATE;

    /** The word used in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<PortalFlow> of(String word) {
        return Arrays.stream(values()).filter(flow -> flow.word().equals(word)).findFirst();
    }
}
