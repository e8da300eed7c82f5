package io.hookbridge.billing.subscription;

import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.PlanLimits;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * What a tenant has and uses, as the API and the console show it.
 *
 * @param access the plan whose limits hold now; the free one where the subscription that decides
 *     gives nothing
 * @param subscription the tenant's own, also one that has ended; empty if it never had one, or only
 *     one that was never paid
 * @param month the running calendar month (UTC)
 * @param messagesUsed in {@code month}
 * @param overageCount messages of {@code month} beyond the limit
 * @param overageCharge what they cost, each at the rate of the plan that held when it was accepted
 * @param asOf when the subscription was last heard of; null without one
 */
public record BillingOverview(
        Plan access,
        Optional<Subscription> subscription,
        YearMonth month,
        long messagesUsed,
        long overageCount,
        BigDecimal overageCharge,
        @Nullable Instant asOf) {

    /** The name of the plan subscribed to; {@code free} for none and after the end of one. */
    public String plan() {
        return subscription
                .filter(present -> present.status().isLive())
                .map(Subscription::plan)
                .orElse("free");
    }

    /**
     * One of the five words that the API documents; who never subscribed is {@code active} on the
     * free plan.
     */
    public String status() {
        return subscription
                .map(present ->
                        switch (present.status()) {
                            case TRIALING, ACTIVE, PAST_DUE, UNPAID, CANCELED ->
                                    present.status().word();
                            case PAUSED -> SubscriptionStatus.UNPAID.word();
                            case INCOMPLETE, INCOMPLETE_EXPIRED -> SubscriptionStatus.ACTIVE.word();
                        })
                .orElse(SubscriptionStatus.ACTIVE.word());
    }

    public boolean cancelAtPeriodEnd() {
        return subscription
                .filter(present -> present.status().isLive())
                .map(Subscription::cancelAtPeriodEnd)
                .orElse(false);
    }

    /** The end of what was paid for; of the running month on the free plan. */
    public Instant currentPeriodEnd() {
        return subscription
                .filter(present -> present.status().isLive())
                .map(Subscription::currentPeriodEnd)
                .orElse(monthEnd());
    }

    /** The first instant of the running month. */
    public Instant monthStart() {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The last second of the running month, as the API writes the end of a period. */
    public Instant monthEnd() {
        return month.plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .minusSeconds(1);
    }

    public PlanLimits limits() {
        return access.limits();
    }

    /**
     * What the month's overage costs so far, in the currency of the billing provider; never falls
     * within a month.
     */
    public BigDecimal estimatedOverageCharge() {
        return overageCharge.signum() == 0 ? BigDecimal.ZERO : overageCharge.stripTrailingZeros();
    }
}
