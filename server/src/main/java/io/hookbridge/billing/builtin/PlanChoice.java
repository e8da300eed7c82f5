package io.hookbridge.billing.builtin;

import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.provider.Subscription;

/**
 * What somebody wants to have.
 *
 * @param plan a plan's name
 * @param interval how long a period is
 */
public record PlanChoice(String plan, Interval interval) {

    /** What a subscription is for. */
    public static PlanChoice of(Subscription subscription) {
        return new PlanChoice(subscription.plan(), subscription.interval());
    }
}
