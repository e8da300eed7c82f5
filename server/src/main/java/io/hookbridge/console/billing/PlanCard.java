package io.hookbridge.console.billing;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.PlanLimits;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Milestones;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;
import io.hookbridge.billing.subscription.BillingOverview;
import io.hookbridge.http.page.Words;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    static PlanCard of(BillingOverview overview, Plans plans, Mode mode) {
        return overview.subscription()
                .map(subscription -> of(overview, subscription, plans, mode))
                .orElseGet(() -> {
                    Plan access = overview.access();
                    return new PlanCard(
                            access.title(),
                            access.description(),
                            "No subscription",
                            "ended",
                            access.equals(plans.free())
                                    ? null
                                    : "Billing is connected for the other mode only: its plan decides about the"
                                            + " limits here, too.",
                            List.of(),
                            otherLimits(overview.limits(), mode),
                            false,
                            false);
                });
    }

    private static PlanCard of(
            BillingOverview overview, Subscription subscription, Plans plans, Mode mode) {
        Plan plan = plans.namedOrFree(subscription.plan());
        boolean live = subscription.status().isLive();
        return new PlanCard(
                plan.title(),
                plan.description(),
                status(subscription),
                badge(subscription),
                remark(overview, subscription, plan),
                facts(subscription, live),
                otherLimits(overview.limits(), mode),
                true,
                live);
    }

    private static String status(Subscription subscription) {
        return switch (subscription.status()) {
            case ACTIVE ->
                    subscription.endsAt().map(end -> "Ends " + Words.day(end)).orElse("Active");
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
            case ACTIVE -> subscription.endsAt().isPresent() ? "ending" : "good";
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
            case ACTIVE, TRIALING -> ending(subscription);
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
        facts.add(new Fact("Interval", subscription.interval().title()));
        Optional<Instant> end = subscription.endsAt();
        if (!live) {
            ended(subscription).ifPresent(day -> facts.add(new Fact("Ended on", Words.day(day))));
        } else if (end.isPresent()) {
            facts.add(new Fact("Ends on", Words.day(end.get())));
        } else if (subscription.status() == SubscriptionStatus.ACTIVE
                || subscription.status() == SubscriptionStatus.TRIALING) {
            facts.add(new Fact("Renews on", Words.day(subscription.currentPeriodEnd())));
        }
        return facts;
    }

    /** By the provider's word; else when it was missed, or when its last period ended. */
    private static Optional<Instant> ended(Subscription subscription) {
        Milestones milestones = subscription.milestones();
        return Optional.ofNullable(milestones.endedAt())
                .or(() -> Optional.ofNullable(milestones.goneSince()))
                .or(() ->
                        subscription.status() == SubscriptionStatus.CANCELED
                                ? Optional.of(subscription.currentPeriodEnd())
                                : Optional.empty());
    }

    /** What somebody should know of a subscription that is set to end; null if it goes on. */
    private static @Nullable String ending(Subscription subscription) {
        if (subscription.endsAt().isEmpty()) {
            return null;
        }
        return (subscription.endsAt().get().isAfter(subscription.currentPeriodEnd())
                        ? "It is renewed until then."
                        : "It is not renewed.")
                + " Until it ends you can take that back in the customer portal.";
    }

    /** What a plan allows in the mode. How many projects there may be, that of live decides. */
    static List<Fact> limits(PlanLimits limits, Mode mode) {
        List<Fact> all = new ArrayList<>();
        all.add(
                switch (mode) {
                    case LIVE -> number("Messages a month", limits.messagesPerMonth());
                    case TEST -> number("Test messages a day", limits.testMessagesPerDay());
                });
        all.addAll(otherLimits(limits, mode));
        return all;
    }

    private static List<Fact> otherLimits(PlanLimits limits, Mode mode) {
        List<Fact> others = new ArrayList<>();
        if (mode == Mode.LIVE) {
            others.add(number("Projects", limits.maxProjects()));
        }
        others.add(number("Endpoints", limits.maxEndpoints()));
        others.add(new Fact("Payloads are kept", Words.count(limits.retentionDays(), "day")));
        return others;
    }

    private static Fact number(String name, long value) {
        return new Fact(name, Words.number(value));
    }
}
