package io.hookbridge.billing.sync;

import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What we knew of a subscription when we last read it, whether it counted or not.
 *
 * @param pastDueSince null unless it was past due
 * @param unknownPrice the price of which nobody could say what it sells, while something was given
 *     for it; null if there was none
 */
record LastHeard(
        String externalId,
        String plan,
        SubscriptionStatus status,
        @Nullable Instant pastDueSince,
        @Nullable String unknownPrice) {

    static LastHeard of(Subscription subscription, @Nullable String unknownPrice) {
        return new LastHeard(
                subscription.externalId(),
                subscription.plan(),
                subscription.status(),
                subscription.milestones().pastDueSince(),
                unknownPrice);
    }
}
