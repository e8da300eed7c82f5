package io.hookbridge.billing.subscription;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * One subscription as the provider last described it.
 *
 * @param externalId the provider's own identifier, such as {@code sub_…}
 * @param plan the plan's name in {@code plans.json}; {@code free} for a price that no plan claims
 * @param rawStatus the provider's word, also when {@code status} had to keep the last known one
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
        Instant currentPeriodEnd) {

    /** One that a portal can change, unless it is billed by usage. */
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
                currentPeriodEnd);
    }

    /** The same subscription in another state. */
    public Subscription withStatus(SubscriptionStatus newStatus, String newRawStatus) {
        return new Subscription(
                externalId,
                plan,
                newStatus,
                newRawStatus,
                interval,
                cancelAtPeriodEnd,
                metered,
                portalObstacle,
                currentPeriodStart,
                currentPeriodEnd);
    }

    /** How often a plan is paid. */
    public enum Interval {
        MONTHLY,
        ANNUAL;

        /** The word used in SQL, JSON and configuration: {@code monthly} or {@code annual}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Interval> of(String word) {
            return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
        }
    }
}
