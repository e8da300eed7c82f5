package io.hookbridge.billing.sync;

import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.CustomerState;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;
import io.hookbridge.billing.subscription.BillingRecord;
import io.hookbridge.billing.subscription.EffectiveSubscription;
import io.hookbridge.billing.subscription.EffectiveSubscription.Candidate;
import io.hookbridge.billing.subscription.PlanAccess;

import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What our rows should be after an answer of the provider's; a function of values.
 *
 * @param subscription the row to keep; empty for none
 * @param heard what to remember of each live subscription
 * @param broken whether the customer is to be marked as gone
 * @param alerts what an operator should be told
 */
record SyncDecision(
        Optional<Subscription> subscription,
        Set<LastHeard> heard,
        boolean broken,
        Set<BillingAlerts.Kind> alerts) {

    /** Our side before the answer. */
    record Before(BillingRecord stored, Set<LastHeard> heard) {

        /** The row knows of one that has ended, too. */
        private Map<String, LastHeard> byId() {
            Map<String, LastHeard> byId = new HashMap<>();
            stored.subscription()
                    .ifPresent(row -> byId.put(row.externalId(), LastHeard.of(row, null)));
            heard.forEach(each -> byId.put(each.externalId(), each));
            return byId;
        }
    }

    /** Decides on everything the provider knows of the customer. */
    static SyncDecision of(Before before, CustomerState known, Instant now, Plans plans) {
        Map<String, LastHeard> last = before.byId();
        List<Reading> readings =
                known.subscriptions().stream()
                        .map(told -> {
                            String id = told.subscription().externalId();
                            return Reading.of(told, Optional.ofNullable(last.get(id)), now, plans);
                        })
                        .toList();
        return new SyncDecision(
                EffectiveSubscription.of(candidates(readings), now, plans)
                        .or(() -> ended(before.stored().subscription(), now)),
                toRemember(readings),
                false,
                alerts(readings, known.live()));
    }

    private static List<Candidate> candidates(List<Reading> readings) {
        return readings.stream()
                .map(each -> new Candidate(each.subscription(), each.told().created()))
                .toList();
    }

    private static Set<LastHeard> toRemember(List<Reading> readings) {
        return Set.copyOf(
                readings.stream()
                        .filter(each -> each.subscription().status().isLive())
                        .map(Reading::toRemember)
                        .toList());
    }

    private static Set<BillingAlerts.Kind> alerts(List<Reading> readings, int live) {
        Set<BillingAlerts.Kind> alerts = EnumSet.noneOf(BillingAlerts.Kind.class);
        if (live > 1) {
            alerts.add(BillingAlerts.Kind.SEVERAL_LIVE);
        }
        if (readings.stream().anyMatch(Reading::hasUnknownStatus)) {
            alerts.add(BillingAlerts.Kind.UNKNOWN_STATUS);
        }
        if (readings.stream().anyMatch(each -> each.unknownPrice() != null)) {
            alerts.add(BillingAlerts.Kind.UNKNOWN_PRICE);
        }
        return alerts;
    }

    /** Decides on a customer that the provider says is gone, and its subscriptions with it. */
    static SyncDecision ofGone(Before before, Instant now) {
        return new SyncDecision(
                ended(before.stored().subscription(), now),
                before.heard(),
                true,
                before.stored().customer().broken()
                        ? Set.of()
                        : EnumSet.of(BillingAlerts.Kind.CUSTOMER_GONE));
    }

    /** Whether a tenant who had a paid plan's limits would be left with the free plan's. */
    boolean takesAccess(BillingRecord stored, Instant now) {
        return PlanAccess.givesPaidPlan(stored.subscription(), now)
                && !PlanAccess.givesPaidPlan(subscription, now);
    }

    /** The row stays, for the record and with the provider's last word, but goes on no more. */
    private static Optional<Subscription> ended(Optional<Subscription> stored, Instant now) {
        return stored.map(last ->
                last.status().isLive()
                        ? last.as(
                                last.plan(),
                                SubscriptionStatus.CANCELED,
                                last.milestones().pastDueSince(null).goneSince(now))
                        : last);
    }
}
