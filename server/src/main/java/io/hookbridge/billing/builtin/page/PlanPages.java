package io.hookbridge.billing.builtin.page;

import io.hookbridge.billing.builtin.BuiltinSubscriptions;
import io.hookbridge.billing.builtin.Outcome;
import io.hookbridge.billing.builtin.PlanChoice;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.usage.UsageStore;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/**
 * {@code …/plan}: another plan for a subscription that goes on. {@code …/checkout}: a plan for a
 * tenant without one. Either is choose, confirm, done; who comes to the wrong one is led to the
 * other.
 */
final class PlanPages {

    private final BuiltinSubscriptions subscriptions;
    private final Plans plans;
    private final UsageStore usage;
    private final Pages pages;
    private final LinkVisitors visits;
    private final Landing landing;
    private final InstantSource clock;

    PlanPages(
            BuiltinSubscriptions subscriptions,
            Plans plans,
            UsageStore usage,
            Pages pages,
            LinkVisitors visits,
            Landing landing,
            InstantSource clock) {
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.usage = usage;
        this.pages = pages;
        this.visits = visits;
        this.landing = landing;
        this.clock = clock;
    }

    Stream<Route> routes() {
        return Stream.of(
                visits.get(landing.plan(), visit -> choose(visit, true)),
                visits.get(landing.checkout(), visit -> choose(visit, false)),
                visits.get(landing.plan() + Landing.CONFIRM, visit -> confirm(visit, true)),
                visits.get(landing.checkout() + Landing.CONFIRM, visit -> confirm(visit, false)),
                visits.post(landing.plan(), this::change),
                visits.post(landing.checkout(), this::start));
    }

    private Answer choose(BillingVisit visit, boolean change) {
        @Nullable Subscription live = live(visit);
        if (change != (live != null)) {
            return pages.goTo(path(live != null));
        }
        PlanChoice chosen = chosenAtFirst(visit);
        Phrases phrases = visit.phrases();
        return pages.show(
                200,
                "billing/choose.jte",
                new PlansPage(
                        visit.visitor(),
                        visit.notice(),
                        phrases.say(change ? "billing.plan.change" : "billing.plan.choose"),
                        phrases.say("billing.plan.lead"),
                        path(change) + Landing.CONFIRM,
                        PlansPage.plans(plans.offered(), landing.mode(), live, chosen, phrases),
                        PlansPage.intervals(chosen, phrases)),
                phrases.language());
    }

    /** What the tenant has or last had; else the first plan. */
    private PlanChoice chosenAtFirst(BillingVisit visit) {
        return subscriptions
                .find(visit.customer())
                .map(PlanChoice::of)
                .filter(last -> plans.offers(last.plan()))
                .orElseGet(
                        () -> new PlanChoice(plans.offered().getFirst().name(), Interval.MONTHLY));
    }

    private Answer confirm(BillingVisit visit, boolean change) {
        @Nullable Subscription live = live(visit);
        if (change != (live != null)) {
            return pages.goTo(path(live != null));
        }
        Call call = visit.call();
        PlanChoice choice =
                choice(call.query("plan").orElse(""), call.query("interval").orElse(""));
        if (live != null && choice.equals(PlanChoice.of(live))) {
            return pages.goTo(BillingNotice.UNCHANGED.in(visit.phrases()).on(landing.plan()));
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
                        messagesThisMonth(visit)),
                visit.phrases().language());
    }

    private long messagesThisMonth(BillingVisit visit) {
        return usage.inMonth(
                visit.customer().tenant(),
                visit.customer().mode(),
                YearMonth.from(clock.instant().atZone(ZoneOffset.UTC)));
    }

    private Answer change(BillingVisit visit, Form form) {
        PlanChoice choice = choice(form);
        return switch (subscriptions.change(visit.customer(), choice, visit.initiator())) {
            case Outcome.Changed _, Outcome.AlreadySo _ ->
                    pages.goTo(landing.portal(BillingNotice.PLAN_CHANGED, visit.phrases()));
            case Outcome.Refused _ ->
                    pages.goTo(landing.portal(BillingNotice.ENDED, visit.phrases()));
        };
    }

    private Answer start(BillingVisit visit, Form form) {
        PlanChoice choice = choice(form);
        return switch (subscriptions.subscribe(visit.customer(), choice, visit.initiator())) {
            case Outcome.Changed _, Outcome.AlreadySo _ ->
                    pages.goTo(landing.portal(BillingNotice.STARTED, visit.phrases()));
            // Somebody else has chosen a plan in the meantime: the front page shows which.
            case Outcome.Refused _ -> pages.goTo(landing.portal());
        };
    }

    private @Nullable Subscription live(BillingVisit visit) {
        return subscriptions
                .find(visit.customer())
                .filter(present -> present.status().isLive())
                .orElse(null);
    }

    private String path(boolean change) {
        return change ? landing.plan() : landing.checkout();
    }

    private PlanChoice choice(Form form) {
        return choice(form.text("plan"), form.text("interval"));
    }

    /** Only a form that was tampered with has anything else. */
    private PlanChoice choice(String plan, String interval) {
        if (!plans.offers(plan)) {
            throw ApiError.invalidRequest("no plan was chosen");
        }
        return new PlanChoice(
                plan,
                Interval.of(interval)
                        .orElseThrow(() -> ApiError.invalidRequest("no interval was chosen")));
    }
}
