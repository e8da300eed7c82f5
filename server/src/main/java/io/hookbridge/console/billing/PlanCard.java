package io.hookbridge.console.billing;

import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.PlanLimits;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.subscription.BillingOverview;
import io.hookbridge.billing.subscription.Subscription;
import io.hookbridge.billing.subscription.SubscriptionStatus;
import io.hookbridge.console.frame.Words;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What the tenant has subscribed to, in words.
 *
 * @param badge the class of {@code status}
 * @param remark what somebody should know or do about it, or null
 * @param subscribed whether there is, or was, a subscription, so that the portal has something to
 *     show
 * @param live whether it goes on; if not, a plan can be chosen
 */
public record PlanCard(
        String title,
        String description,
        String status,
        String badge,
        @Nullable String remark,
        List<Fact> facts,
        List<Fact> limits,
        boolean subscribed,
        boolean live) {

    /** A name and a value. */
    public record Fact(String name, String value) {}

    static PlanCard of(BillingOverview overview, Plans plans) {
        return overview.subscription()
                .map(subscription -> of(overview, subscription, plans))
                .orElseGet(() -> {
                    Plan free = overview.access();
                    return new PlanCard(
                            free.title(),
                            free.description(),
                            "No subscription",
                            "ended",
                            null,
                            List.of(),
                            otherLimits(overview.limits()),
                            false,
                            false);
                });
    }

    private static PlanCard of(BillingOverview overview, Subscription subscription, Plans plans) {
        Plan plan = plans.namedOrFree(subscription.plan());
        boolean live = subscription.status().isLive();
        return new PlanCard(
                plan.title(),
                plan.description(),
                status(subscription),
                badge(subscription),
                remark(overview, subscription, plan),
                facts(subscription, live),
                otherLimits(overview.limits()),
                true,
                live);
    }

    private static String status(Subscription subscription) {
        return switch (subscription.status()) {
            case ACTIVE ->
                    subscription.cancelAtPeriodEnd()
                            ? "Ends " + Words.day(subscription.currentPeriodEnd())
                            : "Active";
            case TRIALING -> "Trial";
            case PAST_DUE -> "Payment overdue";
            case UNPAID -> "Unpaid";
            case PAUSED -> "Paused";
            case CANCELED -> "Ended";
            case INCOMPLETE, INCOMPLETE_EXPIRED -> "Not completed";
        };
    }

    private static String badge(Subscription subscription) {
        return switch (subscription.status()) {
            case ACTIVE -> subscription.cancelAtPeriodEnd() ? "ending" : "good";
            case TRIALING -> "good";
            case PAST_DUE, UNPAID, PAUSED -> "ending";
            case CANCELED, INCOMPLETE, INCOMPLETE_EXPIRED -> "ended";
        };
    }

    private static @Nullable String remark(
            BillingOverview overview, Subscription subscription, Plan plan) {
        boolean kept = overview.access().name().equals(plan.name());
        String holds = "The limits of " + overview.access().title() + " hold ";
        return switch (subscription.status()) {
            case ACTIVE, TRIALING ->
                    subscription.cancelAtPeriodEnd()
                            ? "It is not renewed. Until it ends you can take that back in the customer"
                                    + " portal."
                            : null;
            case PAST_DUE ->
                    "The last payment failed. "
                            + (kept
                                    ? "Everything goes on as it is for now: update the payment method in"
                                            + " the customer portal."
                                    : holds + "until it is paid in the customer portal.");
            case UNPAID, PAUSED -> holds + "until it is paid in the customer portal.";
            case CANCELED, INCOMPLETE, INCOMPLETE_EXPIRED ->
                    holds + "now. Choose a plan to start again.";
        };
    }

    private static List<Fact> facts(Subscription subscription, boolean live) {
        List<Fact> facts = new ArrayList<>();
        facts.add(
                new Fact(
                        "Interval",
                        switch (subscription.interval()) {
                            case MONTHLY -> "Monthly";
                            case ANNUAL -> "Annual";
                        }));
        String end = Words.day(subscription.currentPeriodEnd());
        if (!live) {
            facts.add(new Fact("Ended on", end));
        } else if (subscription.cancelAtPeriodEnd()) {
            facts.add(new Fact("Ends on", end));
        } else if (subscription.status() == SubscriptionStatus.ACTIVE
                || subscription.status() == SubscriptionStatus.TRIALING) {
            facts.add(new Fact("Renews on", end));
        }
        return facts;
    }

    /** What a plan allows. */
    static List<Fact> limits(PlanLimits limits) {
        List<Fact> all = new ArrayList<>();
        all.add(new Fact("Messages a month", Words.number(limits.messagesPerMonth())));
        all.addAll(otherLimits(limits));
        return all;
    }

    private static List<Fact> otherLimits(PlanLimits limits) {
        return List.of(
                new Fact("Projects", Words.number(limits.maxProjects())),
                new Fact("Endpoints", Words.number(limits.maxEndpoints())),
                new Fact("Payloads are kept", Words.count(limits.retentionDays(), "day")));
    }
}
