package io.hookbridge.billing.builtin.page;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.builtin.BuiltinSubscriptions;
import io.hookbridge.billing.builtin.Outcome;
import io.hookbridge.billing.builtin.PlanChoice;
import io.hookbridge.billing.builtin.page.Visits.Visit;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.subscription.Subscription;
import io.hookbridge.billing.subscription.Subscription.Interval;
import io.hookbridge.billing.usage.UsageStore;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
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
        @Nullable PlanChoice present =
                live == null ? null : new PlanChoice(live.plan(), live.interval());
        return pages.show(
                200,
                "billing/choose.jte",
                new ChoosePage(
                        visit.visitor(),
                        visit.call()
                                .query("notice")
                                .flatMap(Notice::of)
                                .map(Notice::sentence)
                                .orElse(null),
                        change ? "Change plan" : "Choose a plan",
                        "Nothing is charged. You see what changes before it happens.",
                        path(change) + Landing.CONFIRM,
                        ChoosePage.plans(plans.offered(), present, chosen),
                        ChoosePage.intervals(chosen)));
    }

    /** What the tenant has or last had; else the first plan. */
    private PlanChoice chosenAtFirst(Visit visit) {
        return subscriptions
                .find(visit.session().tenant())
                .map(last -> new PlanChoice(last.plan(), last.interval()))
                .filter(last ->
                        plans.offered().stream().anyMatch(plan -> plan.name().equals(last.plan())))
                .orElseGet(
                        () -> new PlanChoice(plans.offered().getFirst().name(), Interval.MONTHLY));
    }

    private Answer confirm(Visit visit, boolean change) {
        @Nullable Subscription live = live(visit);
        if (change != (live != null)) {
            return pages.goTo(path(live != null));
        }
        PlanChoice choice = choice(visit.call().query("plan"), visit.call().query("interval"));
        if (live != null && choice.equals(new PlanChoice(live.plan(), live.interval()))) {
            return pages.goTo(Landing.PLAN + "?notice=" + Notice.UNCHANGED.word());
        }
        return pages.show(200, "billing/confirm.jte", confirmation(visit, live, choice));
    }

    private ConfirmPage confirmation(Visit visit, @Nullable Subscription live, PlanChoice choice) {
        Plan now = live == null ? plans.free() : plans.namedOrFree(live.plan());
        Plan then = plans.named(choice.plan()).orElseThrow();
        boolean samePlan = now == then;
        YearMonth month = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
        return new ConfirmPage(
                visit.visitor(),
                samePlan
                        ? "Switch to "
                                + Words.interval(choice.interval())
                                        .toLowerCase(java.util.Locale.ROOT)
                                + " statements?"
                        : (live == null ? "Start with " : "Change to ") + then.title() + "?",
                samePlan ? "Switch" : (live == null ? "Start with " : "Change to ") + then.title(),
                path(live != null),
                path(live != null),
                choice,
                live == null ? now.title() + " (now)" : now.title(),
                then.title(),
                samePlan ? List.of() : ConfirmPage.rows(now, then),
                facts(live, choice),
                samePlan ? "" : ConfirmPage.warning(then, usage.inMonth(tenant(visit), month)));
    }

    private List<String> facts(@Nullable Subscription live, PlanChoice choice) {
        List<String> facts = new ArrayList<>();
        facts.add(
                live == null
                        ? "The plan starts at once."
                        : "The change takes effect at once. The current period ends today and a new one begins.");
        facts.add(
                switch (choice.interval()) {
                    case MONTHLY -> "You get a statement every month.";
                    case ANNUAL -> "You get a statement every year.";
                });
        if (live != null && live.cancelAtPeriodEnd()) {
            facts.add("Your cancellation is taken back.");
        }
        facts.add("Nothing is charged.");
        return facts;
    }

    private Answer change(Visit visit, Map<String, String> form) {
        PlanChoice choice = choice(form);
        return switch (subscriptions.change(tenant(visit), choice, visit.initiator())) {
            case Outcome.Changed _, Outcome.AlreadySo _ ->
                    pages.goTo(Landing.portal(Notice.PLAN_CHANGED));
            case Outcome.Refused _ -> pages.goTo(Landing.portal(Notice.ENDED));
        };
    }

    private Answer start(Visit visit, Map<String, String> form) {
        PlanChoice choice = choice(form);
        return switch (subscriptions.subscribe(tenant(visit), choice, visit.initiator())) {
            case Outcome.Changed _, Outcome.AlreadySo _ ->
                    pages.goTo(Landing.portal(Notice.STARTED));
            // Somebody else has chosen a plan in the meantime: the front page shows which.
            case Outcome.Refused _ -> pages.goTo(Landing.PORTAL);
        };
    }

    private @Nullable Subscription live(Visit visit) {
        return subscriptions
                .find(tenant(visit))
                .filter(present -> present.status().isLive())
                .orElse(null);
    }

    private static TenantId tenant(Visit visit) {
        return visit.session().tenant();
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
                plan.filter(word ->
                                plans.offered().stream().anyMatch(each -> each.name().equals(word)))
                        .orElseThrow(() -> ApiError.invalidRequest("no plan was chosen"));
        return new PlanChoice(
                name,
                interval.flatMap(Interval::of)
                        .orElseThrow(() -> ApiError.invalidRequest("no interval was chosen")));
    }
}
