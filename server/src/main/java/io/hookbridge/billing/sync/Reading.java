package io.hookbridge.billing.sync;

import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.CustomerState.Told;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/**
 * A subscription as the provider tells of it, together with what we knew of it: a status that
 * nobody knows is the last known one, a price that nobody knows goes on selling the last known
 * plan, and who is past due has been so since we first saw it.
 *
 * @param unknownPrice the price of which nobody can say what it sells, while something is given for
 *     it; null if there is none
 */
record Reading(Told told, Subscription subscription, @Nullable String unknownPrice) {

    static Reading of(Told told, Optional<LastHeard> last, Instant now, Plans plans) {
        Subscription said = told.subscription();
        SubscriptionStatus status =
                isKnown(said) ? said.status() : last.map(LastHeard::status).orElse(said.status());
        @Nullable String unknown =
                told.unknownPrice() == null && plans.named(said.plan()).isEmpty()
                        ? said.plan()
                        : told.unknownPrice();
        String plan = unknown == null ? said.plan() : last.map(LastHeard::plan).orElse(said.plan());
        @Nullable Instant pastDueSince =
                status == SubscriptionStatus.PAST_DUE
                        ? last.map(LastHeard::pastDueSince).orElse(now)
                        : null;
        return new Reading(
                told,
                said.as(plan, status, said.milestones().pastDueSince(pastDueSince)),
                gives(status) ? unknown : null);
    }

    private static boolean isKnown(Subscription said) {
        return SubscriptionStatus.of(said.rawStatus()).isPresent();
    }

    /** Whether the provider uses a word for its status that this version does not know. */
    boolean hasUnknownStatus() {
        return !isKnown(told.subscription());
    }

    private static boolean gives(SubscriptionStatus status) {
        return switch (status) {
            case TRIALING, ACTIVE, PAST_DUE -> true;
            case UNPAID, PAUSED, CANCELED, INCOMPLETE, INCOMPLETE_EXPIRED -> false;
        };
    }

    LastHeard toRemember() {
        return LastHeard.of(subscription, unknownPrice);
    }
}
