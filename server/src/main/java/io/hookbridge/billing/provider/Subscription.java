package io.hookbridge.billing.provider;

import io.hookbridge.billing.plan.Interval;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/**
 * One subscription as the provider last described it.
 *
 * @param externalId the provider's own identifier, such as {@code sub_…}
 * @param plan the plan's name in {@code plans.json}; {@code free} for a price that no plan ever
 *     claimed
 * @param rawStatus the provider's own last word, also when {@code status} is what we made of it
 * @param cancelAtPeriodEnd whether it is set to end with the period; see {@link #endsAt}
 * @param metered whether an item is billed by usage; such a subscription cannot change its plan in
 *     Stripe's portal
 * @param portalObstacle what else the provider's portal cannot change it for; null if nothing
 * @param currentPeriodStart inclusive
 * @param currentPeriodEnd exclusive
 */
public record Subscription(
        String externalId,
        String plan,
        SubscriptionStatus status,
        String rawStatus,
        Interval interval,
        boolean cancelAtPeriodEnd,
        boolean metered,
        @Nullable PortalObstacle portalObstacle,
        Instant currentPeriodStart,
        Instant currentPeriodEnd,
        Milestones milestones) {

    /**
     * One to which nothing has happened yet, and that a portal can change, unless it is billed by
     * usage.
     */
    public Subscription(
            String externalId,
            String plan,
            SubscriptionStatus status,
            String rawStatus,
            Interval interval,
            boolean cancelAtPeriodEnd,
            boolean metered,
            Instant currentPeriodStart,
            Instant currentPeriodEnd) {
        this(
                externalId,
                plan,
                status,
                rawStatus,
                interval,
                cancelAtPeriodEnd,
                metered,
                null,
                currentPeriodStart,
                currentPeriodEnd,
                Milestones.NONE);
    }

    /** The same subscription, with what we know of it put in the place of what was told. */
    public Subscription as(String knownPlan, SubscriptionStatus known, Milestones when) {
        return new Subscription(
                externalId,
                knownPlan,
                known,
                rawStatus,
                interval,
                cancelAtPeriodEnd,
                metered,
                portalObstacle,
                currentPeriodStart,
                currentPeriodEnd,
                when);
    }

    /** When it is set to end; empty while it goes on as far as anybody knows, and once it ended. */
    public Optional<Instant> endsAt() {
        if (!status.isLive()) {
            return Optional.empty();
        }
        return Optional.ofNullable(milestones.cancelAt())
                .or(() -> cancelAtPeriodEnd ? Optional.of(currentPeriodEnd) : Optional.empty());
    }

    /** Until when nothing ends by itself: the end of the period, or an earlier one. */
    public Instant settledUntil() {
        return endsAt().filter(end -> end.isBefore(currentPeriodEnd)).orElse(currentPeriodEnd);
    }
}
