package io.hookbridge.console.billing;

import io.hookbridge.access.Caller;
import io.hookbridge.access.Permission;
import io.hookbridge.access.TenantSide;
import io.hookbridge.billing.checkout.CheckoutResult;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.portal.PortalResult;
import io.hookbridge.billing.provider.PortalWish;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Words;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code …/billing} of people who are signed in. */
public final class BillingPages {

    private static final String PATH = Section.BILLING.path();
    private static final String CHOOSE = PATH + "/plans";

    private final BillingDesk desk;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final URI publicUrl;

    public BillingPages(BillingDesk desk, Pages pages, ConsoleVisits visits, URI publicUrl) {
        this.desk = desk;
        this.pages = pages;
        this.visits = visits;
        this.publicUrl = publicUrl;
    }

    public List<Route> routes() {
        return List.of(
                visits.getIn(
                        PATH, Permission.BILLING, (visit, place) -> show(visit, place, 200, null)),
                visits.getIn(
                        CHOOSE,
                        Permission.BILLING,
                        (visit, place) -> choices(visit, place, 200, null, "", Interval.MONTHLY)),
                visits.postIn(CHOOSE, Permission.BILLING, this::subscribe),
                visits.postIn(PATH + "/manage", Permission.BILLING, this::manage));
    }

    private Answer show(ConsoleVisit visit, Place place, int status, @Nullable String alert) {
        String notice = alert == null ? welcomeBack(visit, place) : alert;
        var overview = desk.overviews().of(visit.tenant(), place.mode());
        boolean live = place.live();
        return pages.show(
                status,
                "console/billing.jte",
                new BillingPage(
                        visit.shell(Section.BILLING, place),
                        place.path(PATH),
                        notice,
                        PlanCard.of(overview, desk.plans(), place.mode()),
                        live
                                ? UsageBar.of(overview, desk.charging(), desk.clock().instant())
                                : null,
                        live
                                ? null
                                : Phrases.ENGLISH.say(
                                        "billing.usage.test",
                                        overview.messagesUsed(),
                                        overview.limits().testMessagesPerDay()),
                        UsageChart.of(
                                desk.usage()
                                        .page(visit.tenant(), place.mode(), UsageChart.MONTHS, 0)
                                        .months(),
                                place.mode()),
                        InvoiceList.of(
                                desk.invoices()
                                        .list(
                                                visit.tenant(),
                                                place.mode(),
                                                InvoiceList.SHOWN,
                                                null)),
                        desk.charging()));
    }

    /** For somebody who comes from the provider's pages, who is often faster than its news. */
    private @Nullable String welcomeBack(ConsoleVisit visit, Place place) {
        Optional<String> checkout = visit.call().query("checkout");
        boolean back = checkout.isPresent() || visit.call().query("portal").isPresent();
        if (!back) {
            return null;
        }
        boolean current =
                desk.visits().take(side(visit, place)).isZero()
                        && desk.refresh().refresh(visit.tenant(), place.mode());
        String done =
                checkout.map(word ->
                                word.equals("done")
                                        ? "The checkout is finished."
                                        : "You have left the checkout; nothing was started.")
                        .orElse("Welcome back. What you changed is saved.");
        return current ? done : done + " It may take some minutes until it shows here.";
    }

    private Answer choices(
            ConsoleVisit visit,
            Place place,
            int status,
            @Nullable String alert,
            String plan,
            Interval interval) {
        return pages.show(
                status,
                "console/choose-plan.jte",
                ChoosePage.of(
                        visit.shell(Section.BILLING, place, CHOOSE),
                        place.path(PATH),
                        alert,
                        desk,
                        desk.overviews().of(visit.tenant(), place.mode()),
                        place.mode(),
                        plan,
                        interval));
    }

    private Answer subscribe(ConsoleVisit visit, Place place, Form form) {
        String plan = form.text("plan");
        Interval interval = Interval.of(form.text("interval")).orElse(Interval.MONTHLY);
        return asCustomer(
                visit,
                place,
                caller -> {
                    CheckoutResult result =
                            desk.checkouts()
                                    .create(
                                            caller,
                                            visit.call().requestId(),
                                            plan,
                                            interval,
                                            back(place));
                    return switch (result) {
                        case CheckoutResult.Opened(var session) -> leave(session.url());
                        case CheckoutResult.SubscriptionExists _ ->
                                show(
                                        visit,
                                        place,
                                        409,
                                        "There is a subscription already. Change it in the customer portal.");
                        case CheckoutResult.PlanUnknown _,
                                CheckoutResult.PlanFree _,
                                CheckoutResult.PlanNotSold _ ->
                                choices(
                                        visit,
                                        place,
                                        422,
                                        "This plan cannot be started that way. Choose another plan or interval.",
                                        plan,
                                        interval);
                        case CheckoutResult.OtherCurrency _ ->
                                choices(
                                        visit,
                                        place,
                                        409,
                                        "This plan is sold in another currency than you have paid in before. Ask"
                                                + " the operator of this server for a price in yours.",
                                        plan,
                                        interval);
                        case CheckoutResult.CustomerGone _ ->
                                choices(
                                        visit,
                                        place,
                                        503,
                                        "The billing account has to be repaired by the operator of this server.",
                                        plan,
                                        interval);
                        case CheckoutResult.Unavailable _ ->
                                choices(
                                        visit,
                                        place,
                                        503,
                                        "Billing is not available right now. Nothing was started; try again in a"
                                                + " few minutes.",
                                        plan,
                                        interval);
                    };
                });
    }

    private Answer manage(ConsoleVisit visit, Place place, Form form) {
        return asCustomer(
                visit,
                place,
                caller -> {
                    String home = back(place);
                    PortalResult result =
                            desk.portal()
                                    .open(
                                            caller,
                                            visit.call().requestId(),
                                            home == null ? null : home + "?portal=left",
                                            inLanguageOf(visit));
                    return switch (result) {
                        case PortalResult.Opened(var session) -> leave(session.url());
                        case PortalResult.NoSubscription _ -> pages.goTo(place.path(CHOOSE));
                        case PortalResult.ReturnUrlRefused _,
                                PortalResult.FlowNotAvailable _,
                                PortalResult.Unavailable _ ->
                                show(
                                        visit,
                                        place,
                                        503,
                                        "The customer portal is not available right now. Nothing was changed; try"
                                                + " again in a few minutes.");
                    };
                });
    }

    /** The language that the person chose for the console; any other is left to the browser. */
    private static PortalWish inLanguageOf(ConsoleVisit visit) {
        return new PortalWish(
                null, Language.chosenForConsole(visit.call()).map(Language::tag).orElse(null));
    }

    /** Where the provider sends the browser back to; null for the deployment's default. */
    private @Nullable String back(Place place) {
        return desk.leadsBack() ? publicUrl + place.path(PATH) : null;
    }

    private static TenantSide side(ConsoleVisit visit, Place place) {
        return new TenantSide(visit.tenant(), place.mode());
    }

    /** Lets people through, not too often. */
    private Answer asCustomer(ConsoleVisit visit, Place place, Function<Caller, Answer> step) {
        Duration wait = desk.visits().take(side(visit, place));
        return wait.isZero()
                ? step.apply(visit.caller(place))
                : show(
                                visit,
                                place,
                                429,
                                "That was asked for too often. Try again in "
                                        + Words.wait(wait)
                                        + ".")
                        .header("Retry-After", Long.toString(wait.toSeconds() + 1));
    }

    private Answer leave(String url) {
        return url.startsWith(publicUrl + "/")
                ? pages.goTo(url)
                : pages.show(200, "console/leave.jte", new LeavePage(url));
    }
}
