package io.hookbridge.billing.builtin.page;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the last step did, said once on the page that follows it. */
enum Notice {
    PLAN_CHANGED("Your plan has been changed. The new limits apply from now on."),
    STARTED("Your plan is active. Its limits apply from now on."),
    UNCHANGED("You have this plan already, so nothing was changed."),
    CANCELED("Your plan is set to end with the current period. You can take this back until then."),
    RESUMED("The cancellation has been taken back. Your plan goes on."),
    ENDED("Your plan has ended in the meantime. Choose a plan to start again."),
    NO_PAYMENT_METHOD("There is no payment method to update: nothing is charged here.");

    private final String sentence;

    Notice(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }

    /** The word in the query string. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Notice> of(String word) {
        return Arrays.stream(values()).filter(notice -> notice.word().equals(word)).findFirst();
    }
}
