package io.hookbridge.billing.builtin.page;

import io.hookbridge.billing.builtin.BuiltinSubscriptions;
import io.hookbridge.billing.builtin.Outcome;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;

import java.util.Optional;
import java.util.stream.Stream;

/** {@code …/cancel} and {@code …/resume}: the end of a plan, and second thoughts. */
final class CancelPages {

    private final BuiltinSubscriptions subscriptions;
    private final Plans plans;
    private final Pages pages;
    private final LinkVisitors visits;
    private final Landing landing;

    CancelPages(
            BuiltinSubscriptions subscriptions,
            Plans plans,
            Pages pages,
            LinkVisitors visits,
            Landing landing) {
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.pages = pages;
        this.visits = visits;
        this.landing = landing;
    }

    Stream<Route> routes() {
        return Stream.of(
                visits.get(landing.cancel(), this::confirm),
                visits.post(landing.cancel(), this::cancel),
                visits.post(landing.resume(), this::resume));
    }

    private Answer confirm(BillingVisit visit) {
        Optional<Subscription> present = subscriptions.find(visit.customer());
        if (present.isEmpty() || !present.get().status().isLive()) {
            return pages.goTo(landing.portal(BillingNotice.ENDED, visit.phrases()));
        }
        if (present.get().cancelAtPeriodEnd()) {
            return pages.goTo(landing.portal(BillingNotice.CANCELED, visit.phrases()));
        }
        Plan plan = plans.namedOrFree(present.get().plan());
        return pages.show(
                200,
                "billing/confirm.jte",
                ConfirmPage.ofEnd(visit.visitor(), present.get(), plan, plans.free()),
                visit.phrases().language());
    }

    private Answer cancel(BillingVisit visit, Form form) {
        Outcome outcome = subscriptions.cancel(visit.customer(), visit.initiator());
        return after(outcome, BillingNotice.CANCELED, visit);
    }

    private Answer resume(BillingVisit visit, Form form) {
        Outcome outcome = subscriptions.resume(visit.customer(), visit.initiator());
        return after(outcome, BillingNotice.RESUMED, visit);
    }

    private Answer after(Outcome outcome, BillingNotice done, BillingVisit visit) {
        BillingNotice notice =
                switch (outcome) {
                    case Outcome.Changed _, Outcome.AlreadySo _ -> done;
                    case Outcome.Refused _ -> BillingNotice.ENDED;
                };
        return pages.goTo(landing.portal(notice, visit.phrases()));
    }
}
