package io.hookbridge.billing.builtin;

import io.hookbridge.billing.provider.Subscription;

/** What {@link SubscriptionRules} decided. */
sealed interface Ruling {

    /** The subscription becomes {@code next}. */
    record Becomes(Subscription next, Event event) implements Ruling {}

    /** It is so already. */
    record Stays(Subscription present) implements Ruling {}

    record Refused(Refusal why) implements Ruling {}

    /** What happened to a subscription, in the words of the audit. */
    enum Event {
        STARTED("subscription.started", Statements.NEW_RUN),
        PLAN_CHANGED("subscription.plan_changed", Statements.NEW_RUN),
        CANCEL_SCHEDULED("subscription.cancel_scheduled", Statements.SAME),
        CANCEL_WITHDRAWN("subscription.cancel_withdrawn", Statements.SAME),
        RENEWED("subscription.renewed", Statements.NEXT_OF_RUN),
        ENDED("subscription.ended", Statements.LAST);

        private final String action;
        private final Statements statements;

        Event(String action, Statements statements) {
            this.action = action;
            this.statements = statements;
        }

        String action() {
            return action;
        }

        Statements statements() {
            return statements;
        }
    }

    /** What an event means for the statements. */
    enum Statements {
        /** The running one goes on. */
        SAME,
        /** The running one, if any, is closed; a new one begins a run of periods. */
        NEW_RUN,
        /** The running one is closed; the next one continues the run. */
        NEXT_OF_RUN,
        /** The running one is closed, none follows. */
        LAST
    }
}
