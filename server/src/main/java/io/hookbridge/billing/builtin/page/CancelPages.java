package io.hookbridge.billing.builtin.page;

import io.hookbridge.billing.builtin.BuiltinSubscriptions;
import io.hookbridge.billing.builtin.Outcome;
import io.hookbridge.billing.builtin.page.Visits.Visit;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /billing/cancel} and {@code /billing/resume}: the end of a plan, and second thoughts. */
final class CancelPages {

    private final BuiltinSubscriptions subscriptions;
    private final Plans plans;
    private final Pages pages;
    private final Visits visits;

    CancelPages(BuiltinSubscriptions subscriptions, Plans plans, Pages pages, Visits visits) {
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.pages = pages;
        this.visits = visits;
    }

    Stream<Route> routes() {
        return Stream.of(
                visits.get(Landing.CANCEL, this::confirm),
                visits.post(Landing.CANCEL, this::cancel),
                visits.post(Landing.RESUME, this::resume));
    }

    private Answer confirm(Visit visit) {
        Optional<Subscription> present = subscriptions.find(visit.customer());
        if (present.isEmpty() || !present.get().status().isLive()) {
            return pages.goTo(Landing.portal(Notice.ENDED));
        }
        if (present.get().cancelAtPeriodEnd()) {
            return pages.goTo(Landing.portal(Notice.CANCELED));
        }
        Plan plan = plans.namedOrFree(present.get().plan());
        return pages.show(
                200,
                "billing/cancel.jte",
                new CancelPage(
                        visit.visitor(),
                        plan.title(),
                        Words.day(present.get().currentPeriodEnd()),
                        plans.free().title(),
                        ConfirmPage.rows(plan, plans.free())));
    }

    private Answer cancel(Visit visit, Map<String, String> form) {
        return after(subscriptions.cancel(visit.customer(), visit.initiator()), Notice.CANCELED);
    }

    private Answer resume(Visit visit, Map<String, String> form) {
        return after(subscriptions.resume(visit.customer(), visit.initiator()), Notice.RESUMED);
    }

    private Answer after(Outcome outcome, Notice done) {
        return switch (outcome) {
            case Outcome.Changed _, Outcome.AlreadySo _ -> pages.goTo(Landing.portal(done));
            case Outcome.Refused _ -> pages.goTo(Landing.portal(Notice.ENDED));
        };
    }
}
