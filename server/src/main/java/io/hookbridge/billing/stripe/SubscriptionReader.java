package io.hookbridge.billing.stripe;

import com.stripe.model.Price;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;

import io.hookbridge.billing.subscription.PortalObstacle;
import io.hookbridge.billing.subscription.Subscription.Interval;
import io.hookbridge.billing.subscription.SubscriptionStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a subscription of Stripe's into ours.
 *
 * <p>A status that this version does not know is read as {@link SubscriptionStatus#UNPAID}: the
 * subscription goes on and its customer can open the portal, but nothing is granted for it. The
 * reader keeps Stripe's word in {@code rawStatus}; whoever knows an earlier status should prefer
 * that, see {@link SubscriptionStatus#of}.
 */
record SubscriptionReader(Function<String, Optional<String>> planByLookupKey) {

    private static final String FREE = "free";

    /**
     * A subscription with what decides whether it is the one that counts.
     *
     * @param knownPlan whether a price of it belongs to a plan
     */
    record Candidate(
            io.hookbridge.billing.subscription.Subscription subscription,
            boolean knownPlan,
            Instant created) {}

    Candidate read(Subscription stripe) {
        List<SubscriptionItem> items = stripe.getItems().getData();
        Optional<SubscriptionItem> planItem = planItem(items);
        Optional<String> plan = planItem.flatMap(this::plan);
        Instant created = Instant.ofEpochSecond(stripe.getCreated());
        Instant periodEnd = second(planItem.map(SubscriptionItem::getCurrentPeriodEnd), created);
        return new Candidate(
                new io.hookbridge.billing.subscription.Subscription(
                        stripe.getId(),
                        plan.orElse(FREE),
                        SubscriptionStatus.of(stripe.getStatus()).orElse(SubscriptionStatus.UNPAID),
                        stripe.getStatus(),
                        planItem.map(SubscriptionReader::interval).orElse(Interval.MONTHLY),
                        endsWithPeriod(stripe, periodEnd),
                        items.stream().anyMatch(item -> PlanPrices.isMetered(item.getPrice())),
                        obstacle(stripe, items),
                        second(planItem.map(SubscriptionItem::getCurrentPeriodStart), created),
                        periodEnd),
                plan.isPresent(),
                created);
    }

    /** The item whose price names a plan; else one paid in advance, else any. */
    private Optional<SubscriptionItem> planItem(List<SubscriptionItem> items) {
        return items.stream()
                .min(
                        Comparator.comparing((SubscriptionItem item) -> plan(item).isEmpty())
                                .thenComparing(item -> PlanPrices.isMetered(item.getPrice())));
    }

    private Optional<String> plan(SubscriptionItem item) {
        return Optional.ofNullable(item.getPrice().getLookupKey()).flatMap(planByLookupKey);
    }

    /** Stripe writes a cancellation at the period's end in either of two fields. */
    private static boolean endsWithPeriod(Subscription stripe, Instant periodEnd) {
        return Boolean.TRUE.equals(stripe.getCancelAtPeriodEnd())
                || (stripe.getCancelAt() != null
                        && stripe.getCancelAt() <= periodEnd.getEpochSecond());
    }

    /** A schedule comes first: under it, even an end is not the portal's to set. */
    private static @Nullable PortalObstacle obstacle(
            Subscription stripe, List<SubscriptionItem> items) {
        if (stripe.getSchedule() != null) {
            return PortalObstacle.SCHEDULE;
        }
        if (items.stream().map(item -> item.getPrice().getProduct()).distinct().count() > 1) {
            return PortalObstacle.SEVERAL_PRODUCTS;
        }
        return "send_invoice".equals(stripe.getCollectionMethod()) ? PortalObstacle.INVOICED : null;
    }

    private static Interval interval(SubscriptionItem item) {
        Price.Recurring recurring = item.getPrice().getRecurring();
        boolean yearly =
                recurring != null
                        && ("year".equals(recurring.getInterval())
                                || ("month".equals(recurring.getInterval())
                                        && Long.valueOf(12).equals(recurring.getIntervalCount())));
        return yearly ? Interval.ANNUAL : Interval.MONTHLY;
    }

    private static Instant second(Optional<Long> second, Instant otherwise) {
        return second.map(Instant::ofEpochSecond).orElse(otherwise);
    }
}
