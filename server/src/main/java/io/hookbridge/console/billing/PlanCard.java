package io.hookbridge.console.billing;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.PlanLimits;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Milestones;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;
import io.hookbridge.billing.subscription.BillingOverview;
import io.hookbridge.http.page.Phrases;

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

    static PlanCard of(BillingOverview overview, Plans plans, Mode mode, Phrases phrases) {
        return overview.subscription()
                .map(subscription -> of(overview, subscription, plans, mode, phrases))
                .orElseGet(() -> {
                    Plan access = overview.access();
                    return new PlanCard(
                            access.title(),
                            access.description(phrases.language().tag()),
                            phrases.say("console.billing.status.none"),
                            "ended",
                            access.equals(plans.free())
                                    ? null
                                    : phrases.say("console.billing.other_mode"),
                            List.of(),
                            otherLimits(overview.limits(), mode, phrases),
                            false,
                            false);
                });
    }

    private static PlanCard of(
            BillingOverview overview,
            Subscription subscription,
            Plans plans,
            Mode mode,
            Phrases phrases) {
        Plan plan = plans.namedOrFree(subscription.plan());
        boolean live = subscription.status().isLive();
        return new PlanCard(
                plan.title(),
                plan.description(phrases.language().tag()),
                status(subscription, phrases),
                badge(subscription),
                remark(overview, subscription, plan, phrases),
                facts(subscription, live, phrases),
                otherLimits(overview.limits(), mode, phrases),
                true,
                live);
    }

    private static String status(Subscription subscription, Phrases phrases) {
        return switch (subscription.status()) {
            case ACTIVE ->
                    subscription
                            .endsAt()
                            .map(end -> phrases.say("billing.plan.ends", phrases.day(end)))
                            .orElseGet(() -> phrases.say("billing.plan.active"));
            case TRIALING, PAST_DUE, UNPAID, PAUSED ->
                    phrases.say("console.billing.status." + subscription.status().word());
            case CANCELED -> phrases.say("billing.plan.ended");
            case INCOMPLETE, INCOMPLETE_EXPIRED -> phrases.say("console.billing.status.incomplete");
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
            BillingOverview overview, Subscription subscription, Plan plan, Phrases phrases) {
        String holding = overview.access().title();
        return switch (subscription.status()) {
            case ACTIVE, TRIALING -> ending(subscription, phrases);
            case PAST_DUE ->
                    overview.access().name().equals(plan.name())
                            ? phrases.say("console.billing.past_due")
                            : phrases.say("console.billing.past_due.limited", holding);
            case UNPAID, PAUSED -> phrases.say("console.billing.unpaid", holding);
            case CANCELED, INCOMPLETE, INCOMPLETE_EXPIRED ->
                    phrases.say("console.billing.ended", holding);
        };
    }

    private static List<Fact> facts(Subscription subscription, boolean live, Phrases phrases) {
        List<Fact> facts = new ArrayList<>();
        facts.add(
                new Fact(
                        phrases.say("console.billing.interval"),
                        phrases.say("billing.interval." + subscription.interval().word())));
        Optional<Instant> end = subscription.endsAt();
        if (!live) {
            ended(subscription)
                    .ifPresent(day ->
                            facts.add(
                                    new Fact(
                                            phrases.say("billing.period.ended"),
                                            phrases.day(day))));
        } else if (end.isPresent()) {
            facts.add(new Fact(phrases.say("billing.period.ends"), phrases.day(end.get())));
        } else if (subscription.status() == SubscriptionStatus.ACTIVE
                || subscription.status() == SubscriptionStatus.TRIALING) {
            facts.add(
                    new Fact(
                            phrases.say("billing.period.renews"),
                            phrases.day(subscription.currentPeriodEnd())));
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
    private static @Nullable String ending(Subscription subscription, Phrases phrases) {
        return subscription
                .endsAt()
                .map(end ->
                        phrases.say(
                                end.isAfter(subscription.currentPeriodEnd())
                                        ? "console.billing.ending.later"
                                        : "console.billing.ending"))
                .orElse(null);
    }

    /** What a plan allows in the mode. How many projects there may be, that of live decides. */
    static List<Fact> limits(PlanLimits limits, Mode mode, Phrases phrases) {
        List<Fact> all = new ArrayList<>();
        all.add(
                switch (mode) {
                    case LIVE ->
                            new Fact(
                                    phrases.say("billing.limit.messages"),
                                    phrases.number(limits.messagesPerMonth()));
                    case TEST ->
                            new Fact(
                                    phrases.say("billing.limit.test_messages"),
                                    phrases.number(limits.testMessagesPerDay()));
                });
        all.addAll(otherLimits(limits, mode, phrases));
        return all;
    }

    private static List<Fact> otherLimits(PlanLimits limits, Mode mode, Phrases phrases) {
        List<Fact> others = new ArrayList<>();
        if (mode == Mode.LIVE) {
            others.add(
                    new Fact(
                            phrases.say("billing.limit.projects"),
                            phrases.number(limits.maxProjects())));
        }
        others.add(
                new Fact(
                        phrases.say("billing.limit.endpoints"),
                        phrases.number(limits.maxEndpoints())));
        others.add(
                new Fact(
                        phrases.say("billing.limit.retention"),
                        phrases.say("billing.limit.retention.days", limits.retentionDays())));
        return others;
    }
}
