package io.hookbridge.billing.sync;

import io.hookbridge.billing.CustomerState;
import io.hookbridge.billing.subscription.BillingRecord;
import io.hookbridge.billing.subscription.PlanAccess;
import io.hookbridge.billing.subscription.Subscription;
import io.hookbridge.billing.subscription.SubscriptionStatus;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What our rows should be after an answer of the provider's; a function of values.
 *
 * @param subscription the row to keep; empty for none
 * @param broken whether the customer is to be marked as gone
 * @param alerts what an operator should be told
 */
record SyncDecision(
        Optional<Subscription> subscription, boolean broken, Set<BillingAlerts.Kind> alerts) {

    /** Decides on everything the provider knows of the customer. */
    static SyncDecision of(BillingRecord stored, CustomerState.Known known) {
        Set<BillingAlerts.Kind> alerts = EnumSet.noneOf(BillingAlerts.Kind.class);
        if (known.live() > 1) {
            alerts.add(BillingAlerts.Kind.SEVERAL_LIVE);
        }
        Optional<Subscription> said = known.subscription();
        if (said.isPresent() && SubscriptionStatus.of(said.get().rawStatus()).isEmpty()) {
            alerts.add(BillingAlerts.Kind.UNKNOWN_STATUS);
            said = Optional.of(withLastKnownStatus(said.get(), stored.subscription()));
        }
        return new SyncDecision(
                said.or(() -> ended(stored.subscription(), "absent")), false, alerts);
    }

    /** Decides on a customer that the provider says is gone, and its subscriptions with it. */
    static SyncDecision ofGone(BillingRecord stored) {
        return new SyncDecision(
                ended(stored.subscription(), "customer_gone"),
                true,
                stored.customer().broken()
                        ? Set.of()
                        : EnumSet.of(BillingAlerts.Kind.CUSTOMER_GONE));
    }

    /** Whether a tenant who had a paid plan's limits would be left with the free plan's. */
    boolean takesAccess(BillingRecord stored, Instant now) {
        return PlanAccess.givesPaidPlan(stored.subscription(), now)
                && !PlanAccess.givesPaidPlan(subscription, now);
    }

    private static Subscription withLastKnownStatus(
            Subscription said, Optional<Subscription> stored) {
        return stored.filter(last -> last.externalId().equals(said.externalId()))
                .map(last -> said.withStatus(last.status(), said.rawStatus()))
                .orElse(said);
    }

    /** The row stays, for the record, but goes on no more. */
    private static Optional<Subscription> ended(Optional<Subscription> stored, String why) {
        return stored.map(last ->
                last.status().isLive() ? last.withStatus(SubscriptionStatus.CANCELED, why) : last);
    }
}
