package io.hookbridge.billing.builtin.page;

import io.hookbridge.http.page.Notice;
import io.hookbridge.http.page.Phrases;

import java.util.Locale;

/** What steps on these pages did. */
enum BillingNotice {
    PLAN_CHANGED,
    STARTED,
    UNCHANGED,
    CANCELED,
    RESUMED,
    ENDED,
    NO_PAYMENT_METHOD;

    Notice in(Phrases phrases) {
        return () -> phrases.say("billing.notice." + name().toLowerCase(Locale.ROOT));
    }
}
