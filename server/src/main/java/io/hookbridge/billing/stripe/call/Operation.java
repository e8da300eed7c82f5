package io.hookbridge.billing.stripe.call;

import java.util.Locale;

/** What we ask of Stripe; a label of metrics and logs, each with a gate of its own. */
public enum Operation {
    /** Verify the account and find or make the portal configuration, ahead of the first caller. */
    PREPARE,
    CREATE_PORTAL_SESSION,
    CREATE_CUSTOMER,
    CREATE_CHECKOUT_SESSION,
    LIST_INVOICES,
    /** Somebody waits for it. */
    FETCH_CUSTOMER,
    /** The same, in the background. */
    SYNC_CUSTOMER,
    LIST_EVENTS,
    REPORT_OVERAGE,
    READ_METER;

    /**
     * Whether nobody waits for it: such operations together keep to one pace, request by request,
     * so that they never crowd out the others.
     */
    boolean isBackground() {
        return switch (this) {
            case PREPARE,
                    CREATE_PORTAL_SESSION,
                    CREATE_CUSTOMER,
                    CREATE_CHECKOUT_SESSION,
                    LIST_INVOICES,
                    FETCH_CUSTOMER ->
                    false;
            case SYNC_CUSTOMER, LIST_EVENTS, REPORT_OVERAGE, READ_METER -> true;
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
