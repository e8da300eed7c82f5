package io.hookbridge.billing.stripe.customer;

import com.stripe.model.Price;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.CustomerState.Told;
import io.hookbridge.billing.provider.Milestones;
import io.hookbridge.billing.provider.PortalObstacle;
import io.hookbridge.billing.provider.SubscriptionStatus;
import io.hookbridge.billing.stripe.price.PlanCatalog;
import io.hookbridge.billing.stripe.price.PlanPrices;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads a subscription of Stripe's into ours.
 *
 * <p>A status that this version does not know is read as {@link SubscriptionStatus#UNPAID}: the
 * subscription goes on and its customer can open the portal, but nothing is granted for it. The
 * reader keeps Stripe's word in {@code rawStatus}; whoever knows an earlier status should prefer
 * that, see {@link SubscriptionStatus#of}.
 */
public record SubscriptionReader(Mode mode, PlanCatalog plans) {

    private static final String NO_PRICE = "none";

    /**
     * @param items all that the subscription has, which may be more than come with it
     */
    Told read(Subscription stripe, List<SubscriptionItem> items) {
        Optional<Item> planItem = planItem(items);
        Optional<SubscriptionItem> item = planItem.map(Item::stripe);
        Optional<String> plan = planItem.flatMap(Item::plan);
        Instant created = Instant.ofEpochSecond(stripe.getCreated());
        Instant periodEnd = second(item.map(SubscriptionItem::getCurrentPeriodEnd), created);
        return new Told(
                new io.hookbridge.billing.provider.Subscription(
                        stripe.getId(),
                        plan.orElse(Plans.FREE),
                        SubscriptionStatus.of(stripe.getStatus()).orElse(SubscriptionStatus.UNPAID),
                        stripe.getStatus(),
                        item.map(SubscriptionReader::interval).orElse(Interval.MONTHLY),
                        endsWithPeriod(stripe, periodEnd),
                        items.stream().anyMatch(each -> PlanPrices.isMetered(each.getPrice())),
                        obstacle(stripe, items),
                        second(item.map(SubscriptionItem::getCurrentPeriodStart), created),
                        periodEnd,
                        new Milestones(
                                null,
                                secondOrNull(stripe.getCancelAt()),
                                secondOrNull(stripe.getEndedAt()),
                                null)),
                plan.isPresent() ? null : item.map(SubscriptionReader::price).orElse(NO_PRICE),
                created);
    }

    /** An item with the plan that it sells. */
    private record Item(SubscriptionItem stripe, Optional<String> plan) {}

    /** The item that sells the best plan; else one paid in advance, else any. */
    private Optional<Item> planItem(List<SubscriptionItem> items) {
        return items.stream()
                .map(each -> new Item(each, plans.planOf(mode, each.getPrice())))
                .min(
                        Comparator.comparing((Item each) -> each.plan().isEmpty())
                                .thenComparingInt(each ->
                                        -each.plan().map(plans.worth()::applyAsInt).orElse(0))
                                .thenComparing(
                                        each -> PlanPrices.isMetered(each.stripe().getPrice())));
    }

    private static String price(SubscriptionItem item) {
        return item.getPrice().getId();
    }

    /** Stripe writes a cancellation at the period's end in either of two fields. */
    private static boolean endsWithPeriod(Subscription stripe, Instant periodEnd) {
        return Boolean.TRUE.equals(stripe.getCancelAtPeriodEnd())
                || periodEnd.equals(secondOrNull(stripe.getCancelAt()));
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

    private static @Nullable Instant secondOrNull(@Nullable Long second) {
        return second == null ? null : Instant.ofEpochSecond(second);
    }
}
