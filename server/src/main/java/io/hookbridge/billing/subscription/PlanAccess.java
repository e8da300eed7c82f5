package io.hookbridge.billing.subscription;

import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which plan's limits a subscription gives access to. Pure.
 *
 * <p>{@code trialing} and {@code active}: its plan. {@code past_due}: its plan for {@link #GRACE}
 * since it was first seen so, then the free one. Everything else, and no subscription: the free
 * plan.
 */
public final class PlanAccess {

    /** Stripe's own retries of a payment take about this long by default. */
    public static final Duration GRACE = Duration.ofDays(14);

    private PlanAccess() {}

    /** The plan whose limits hold at {@code now}. */
    public static Plan at(Optional<Subscription> subscription, Instant now, Plans plans) {
        return subscription
                .filter(present -> gives(present, now))
                .map(present -> plans.namedOrFree(present.plan()))
                .orElse(plans.free());
    }

    /** Whether a paid plan's limits hold at {@code now}, and not those of the free plan. */
    public static boolean givesPaidPlan(Optional<Subscription> subscription, Instant now) {
        return subscription
                .filter(present -> !present.plan().equals(Plans.FREE) && gives(present, now))
                .isPresent();
    }

    private static boolean gives(Subscription subscription, Instant now) {
        return switch (subscription.status()) {
            case TRIALING, ACTIVE -> true;
            case PAST_DUE -> {
                Instant since = subscription.milestones().pastDueSince();
                yield since != null && now.isBefore(since.plus(GRACE));
            }
            case UNPAID, PAUSED, CANCELED, INCOMPLETE, INCOMPLETE_EXPIRED -> false;
        };
    }
}
