package io.hookbridge.sdk.billing;

import io.hookbridge.sdk.json.Word;

/** A task that the portal can open for. */
public enum PortalFlow implements Word {
    /** Change the means of payment. */
    PAYMENT_METHOD_UPDATE("payment_method_update"),
    /** Cancel the subscription. */
    SUBSCRIPTION_CANCEL("subscription_cancel"),
    /** Change the plan. */
    SUBSCRIPTION_UPDATE("subscription_update");

    private final String word;

    PortalFlow(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
