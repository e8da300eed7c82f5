package io.hookbridge.billing.subscription;

import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the subscription that counts among all that a customer ever had. Pure.
 *
 * <p>What gives access to a plan comes first: one that is paid or on trial, then one that is late
 * but within its grace. Of the others a live one comes before a dead one, and a dead one that was
 * paid once before one that never was, so that a failed new attempt cannot hide a former customer.
 * Of equals, the one of the plan that allows more, then the newest.
 */
public final class EffectiveSubscription {

    private EffectiveSubscription() {}

    /**
     * A subscription that may count.
     *
     * @param created when it was made
     */
    public record Candidate(Subscription subscription, Instant created) {

        private SubscriptionStatus status() {
            return subscription.status();
        }
    }

    /** The one that counts at {@code now}; empty only if there is none at all. */
    public static Optional<Subscription> of(List<Candidate> all, Instant now, Plans plans) {
        return all.stream().max(worth(now, plans)).map(Candidate::subscription);
    }

    private static Comparator<Candidate> worth(Instant now, Plans plans) {
        return Comparator.comparingInt((Candidate each) -> access(each.subscription(), now, plans))
                .thenComparing(each -> each.status().isLive())
                .thenComparing(each -> each.status().opensPortal())
                .thenComparingInt(each -> plans.worth(each.subscription().plan()))
                .thenComparing(Candidate::created)
                .thenComparing(each -> each.subscription().externalId());
    }

    /** 2 if it gives a plan that is sold, 1 if it does so for a while only, else 0. */
    private static int access(Subscription subscription, Instant now, Plans plans) {
        if (!plans.offers(subscription.plan())
                || !PlanAccess.givesPaidPlan(Optional.of(subscription), now)) {
            return 0;
        }
        return subscription.status() == SubscriptionStatus.PAST_DUE ? 1 : 2;
    }
}
