package io.hookbridge.billing.builtin.page;

import io.hookbridge.billing.builtin.BuiltinSubscriptions;
import io.hookbridge.billing.builtin.Outcome;
import io.hookbridge.billing.builtin.PlanChoice;
import io.hookbridge.billing.builtin.Purchase;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.usage.UsageStore;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Problem;

import java.net.URI;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code …/checkout/{token}} and {@code …/checkout/order}: the start of the one plan that the link
 * was made for. There is nothing to choose but to confirm it or to go back.
 */
final class CheckoutPages {

    private final BuiltinSubscriptions subscriptions;
    private final Plans plans;
    private final UsageStore usage;
    private final Pages pages;
    private final LinkVisitors visits;
    private final Landing landing;
    private final InstantSource clock;

    /**
     * @param visits those through checkout links
     */
    CheckoutPages(
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
                visits.get(landing.order(), this::show), visits.post(landing.order(), this::start));
    }

    private Answer show(BillingVisit visit) {
        Purchase purchase = purchase(visit);
        Optional<Subscription> live =
                subscriptions.find(visit.customer()).filter(found -> found.status().isLive());
        if (live.isPresent()) {
            return PlanChoice.of(live.get()).equals(purchase.choice())
                    ? pages.goTo(visit.session().returnUrl())
                    : otherPlan(visit);
        }
        YearMonth month = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
        Answer.Raw page =
                pages.show(
                        200,
                        "billing/confirm.jte",
                        ConfirmPage.of(
                                visit.visitor(),
                                landing.order(),
                                purchase.cancelUrl(),
                                null,
                                purchase.choice(),
                                plans,
                                usage.inMonth(
                                        visit.customer().tenant(), visit.customer().mode(), month)),
                        visit.phrases().language());
        return Pages.withFormsTo(URI.create(visit.session().returnUrl()), page);
    }

    /** What the form says of the plan is not looked at: the link decides. */
    private Answer start(BillingVisit visit, Form form) {
        Purchase purchase = purchase(visit);
        return switch (subscriptions.subscribe(
                visit.customer(), purchase.choice(), visit.initiator())) {
            case Outcome.Changed _, Outcome.AlreadySo _ -> pages.goTo(visit.session().returnUrl());
            case Outcome.Refused _ -> otherPlan(visit);
        };
    }

    private Answer otherPlan(BillingVisit visit) {
        Phrases phrases = visit.phrases();
        return pages.problem(
                409,
                new Problem(
                        phrases.say("billing.other_plan"),
                        phrases.say("billing.other_plan.explanation"),
                        phrases.say("billing.other_plan.advice"),
                        new Problem.Link(
                                purchase(visit).cancelUrl(),
                                phrases.say("billing.other_plan.back")),
                        null),
                phrases.language());
    }

    private static Purchase purchase(BillingVisit visit) {
        return Objects.requireNonNull(visit.session().purchase(), "a visit without a purchase");
    }
}
