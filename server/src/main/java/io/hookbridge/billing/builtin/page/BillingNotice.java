package io.hookbridge.billing.builtin.page;

import io.hookbridge.http.page.Notice;

/** What steps on these pages did. */
enum BillingNotice implements Notice {
    PLAN_CHANGED("Your plan has been changed. The new limits apply from now on."),
    STARTED("Your plan is active. Its limits apply from now on."),
    UNCHANGED("You have this plan already, so nothing was changed."),
    CANCELED("Your plan is set to end with the current period. You can take this back until then."),
    RESUMED("The cancellation has been taken back. Your plan goes on."),
    ENDED("Your plan has ended in the meantime. Choose a plan to start again."),
    NO_PAYMENT_METHOD("There is no payment method to update: nothing is charged here.");

    private final String sentence;

    BillingNotice(String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
