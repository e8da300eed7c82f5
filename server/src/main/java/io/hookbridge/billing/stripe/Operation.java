package io.hookbridge.billing.stripe;

import java.util.Locale;

/** What we ask of Stripe; a label of metrics and logs, each with a gate of its own. */
enum Operation {
    /** Verify the account and find or make the portal configuration, ahead of the first caller. */
    PREPARE,
    CREATE_PORTAL_SESSION,
    CREATE_CUSTOMER,
    CREATE_CHECKOUT_SESSION,
    LIST_INVOICES,
    FETCH_CUSTOMER;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
