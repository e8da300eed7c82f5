package io.hookbridge.sdk.billing;

import io.hookbridge.sdk.json.Word;

/** How a subscription is. */
public enum SubscriptionStatus implements Word {
    /** It is paid. */
    ACTIVE("active"),
    /** It has ended. */
    CANCELED("canceled"),
    /** A payment is overdue. */
    PAST_DUE("past_due"),
    /** It is being tried. */
    TRIALING("trialing"),
    /** It was not paid in the end. */
    UNPAID("unpaid"),
    /** A word that this version of the client does not know; never sent. */
    UNRECOGNIZED("unrecognized");

    private final String word;

    SubscriptionStatus(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
