package io.hookbridge.billing.builtin.page;

import io.hookbridge.billing.builtin.BuiltinSubscriptions;
import io.hookbridge.billing.builtin.Outcome;
import io.hookbridge.billing.builtin.PlanChoice;
import io.hookbridge.billing.builtin.page.Visits.Visit;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.usage.UsageStore;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code /billing/plan}: another plan for a subscription that goes on. {@code /billing/checkout}: a
 * plan for a tenant without one. Either is choose, confirm, done; who comes to the wrong one is led
 * to the other.
 */
final class PlanPages {

    private final BuiltinSubscriptions subscriptions;
    private final Plans plans;
    private final UsageStore usage;
    private final Pages pages;
    private final Visits visits;
    private final InstantSource clock;

    PlanPages(
            BuiltinSubscriptions subscriptions,
            Plans plans,
            UsageStore usage,
            Pages pages,
            Visits visits,
            InstantSource clock) {
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.usage = usage;
        this.pages = pages;
        this.visits = visits;
        this.clock = clock;
    }

    Stream<Route> routes() {
        return Stream.of(
                visits.get(Landing.PLAN, visit -> choose(visit, true)),
                visits.get(Landing.CHECKOUT, visit -> choose(visit, false)),
                visits.get(Landing.PLAN + Landing.CONFIRM, visit -> confirm(visit, true)),
                visits.get(Landing.CHECKOUT + Landing.CONFIRM, visit -> confirm(visit, false)),
                visits.post(Landing.PLAN, this::change),
                visits.post(Landing.CHECKOUT, this::start));
    }

    private Answer choose(Visit visit, boolean change) {
        @Nullable Subscription live = live(visit);
        if (change != (live != null)) {
            return pages.goTo(path(live != null));
        }
        PlanChoice chosen = chosenAtFirst(visit);
        return pages.show(
                200,
                "billing/choose.jte",
                new ChoosePage(
                        visit.visitor(),
                        visit.notice(),
                        change ? "Change plan" : "Choose a plan",
                        "Nothing is charged. You see what changes before it happens.",
                        path(change) + Landing.CONFIRM,
                        ChoosePage.plans(plans.offered(), live, chosen),
                        ChoosePage.intervals(chosen)));
    }

    /** What the tenant has or last had; else the first plan. */
    private PlanChoice chosenAtFirst(Visit visit) {
        return subscriptions
                .find(visit.customer())
                .map(PlanChoice::of)
                .filter(last -> plans.offers(last.plan()))
                .orElseGet(
                        () -> new PlanChoice(plans.offered().getFirst().name(), Interval.MONTHLY));
    }

    private Answer confirm(Visit visit, boolean change) {
        @Nullable Subscription live = live(visit);
        if (change != (live != null)) {
            return pages.goTo(path(live != null));
        }
        PlanChoice choice = choice(visit.call().query("plan"), visit.call().query("interval"));
        if (live != null && choice.equals(PlanChoice.of(live))) {
            return pages.goTo(Landing.PLAN + "?notice=" + Notice.UNCHANGED.word());
        }
        return pages.show(
                200,
                "billing/confirm.jte",
                ConfirmPage.of(
                        visit.visitor(),
                        path(change),
                        path(change),
                        live,
                        choice,
                        plans,
                        messagesThisMonth(visit)));
    }

    private long messagesThisMonth(Visit visit) {
        return usage.inMonth(
                visit.customer().tenant(),
                visit.customer().mode(),
                YearMonth.from(clock.instant().atZone(ZoneOffset.UTC)));
    }

    private Answer change(Visit visit, Map<String, String> form) {
        PlanChoice choice = choice(form);
        return switch (subscriptions.change(visit.customer(), choice, visit.initiator())) {
            case Outcome.Changed _, Outcome.AlreadySo _ ->
                    pages.goTo(Landing.portal(Notice.PLAN_CHANGED));
            case Outcome.Refused _ -> pages.goTo(Landing.portal(Notice.ENDED));
        };
    }

    private Answer start(Visit visit, Map<String, String> form) {
        PlanChoice choice = choice(form);
        return switch (subscriptions.subscribe(visit.customer(), choice, visit.initiator())) {
            case Outcome.Changed _, Outcome.AlreadySo _ ->
                    pages.goTo(Landing.portal(Notice.STARTED));
            // Somebody else has chosen a plan in the meantime: the front page shows which.
            case Outcome.Refused _ -> pages.goTo(Landing.PORTAL);
        };
    }

    private @Nullable Subscription live(Visit visit) {
        return subscriptions
                .find(visit.customer())
                .filter(present -> present.status().isLive())
                .orElse(null);
    }

    private static String path(boolean change) {
        return change ? Landing.PLAN : Landing.CHECKOUT;
    }

    private PlanChoice choice(Map<String, String> form) {
        return choice(
                Optional.ofNullable(form.get("plan")), Optional.ofNullable(form.get("interval")));
    }

    /** Only a form that was tampered with has anything else. */
    private PlanChoice choice(Optional<String> plan, Optional<String> interval) {
        String name =
                plan.filter(plans::offers)
                        .orElseThrow(() -> ApiError.invalidRequest("no plan was chosen"));
        return new PlanChoice(
                name,
                interval.flatMap(Interval::of)
                        .orElseThrow(() -> ApiError.invalidRequest("no interval was chosen")));
    }
}
