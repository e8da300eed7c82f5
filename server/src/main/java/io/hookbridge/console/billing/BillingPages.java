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
        Phrases phrases = visit.phrases();
        return pages.show(
                status,
                "console/billing.jte",
                new BillingPage(
                        visit.shell(Section.BILLING, place),
                        place.path(PATH),
                        notice,
                        PlanCard.of(overview, desk.plans(), place.mode(), phrases),
                        live
                                ? UsageBar.of(
                                        overview, desk.charging(), desk.clock().instant(), phrases)
                                : null,
                        live
                                ? null
                                : phrases.say(
                                        "billing.usage.test",
                                        overview.messagesUsed(),
                                        overview.limits().testMessagesPerDay()),
                        UsageChart.of(
                                desk.usage()
                                        .page(visit.tenant(), place.mode(), UsageChart.MONTHS, 0)
                                        .months(),
                                place.mode(),
                                phrases),
                        InvoiceList.of(
                                desk.invoices()
                                        .list(
                                                visit.tenant(),
                                                place.mode(),
                                                InvoiceList.SHOWN,
                                                null),
                                phrases),
                        desk.charging()),
                phrases.language());
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
        Phrases phrases = visit.phrases();
        String done =
                checkout.map(word ->
                                word.equals("done")
                                        ? phrases.say("console.billing.back.checkout")
                                        : phrases.say("console.billing.back.canceled"))
                        .orElseGet(() -> phrases.say("console.billing.back.portal"));
        return current ? done : done + " " + phrases.say("console.billing.back.later");
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
                        interval,
                        visit.phrases()),
                visit.phrases().language());
    }

    private Answer subscribe(ConsoleVisit visit, Place place, Form form) {
        String plan = form.text("plan");
        Interval interval = Interval.of(form.text("interval")).orElse(Interval.MONTHLY);
        Phrases phrases = visit.phrases();
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
                        case CheckoutResult.Opened(var session) -> leave(session.url(), phrases);
                        case CheckoutResult.SubscriptionExists _ ->
                                show(
                                        visit,
                                        place,
                                        409,
                                        phrases.say("console.billing.refused.exists"));
                        case CheckoutResult.PlanUnknown _,
                                CheckoutResult.PlanFree _,
                                CheckoutResult.PlanNotSold _ ->
                                choices(
                                        visit,
                                        place,
                                        422,
                                        phrases.say("console.billing.refused.not_sold"),
                                        plan,
                                        interval);
                        case CheckoutResult.OtherCurrency _ ->
                                choices(
                                        visit,
                                        place,
                                        409,
                                        phrases.say("console.billing.refused.currency"),
                                        plan,
                                        interval);
                        case CheckoutResult.CustomerGone _ ->
                                choices(
                                        visit,
                                        place,
                                        503,
                                        phrases.say("console.billing.refused.customer"),
                                        plan,
                                        interval);
                        case CheckoutResult.Unavailable _ ->
                                choices(
                                        visit,
                                        place,
                                        503,
                                        phrases.say("console.billing.refused.checkout"),
                                        plan,
                                        interval);
                    };
                });
    }

    private Answer manage(ConsoleVisit visit, Place place, Form form) {
        Phrases phrases = visit.phrases();
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
                        case PortalResult.Opened(var session) -> leave(session.url(), phrases);
                        case PortalResult.NoSubscription _ -> pages.goTo(place.path(CHOOSE));
                        case PortalResult.ReturnUrlRefused _,
                                PortalResult.FlowNotAvailable _,
                                PortalResult.Unavailable _ ->
                                show(
                                        visit,
                                        place,
                                        503,
                                        phrases.say("console.billing.refused.portal"));
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
                                visit.phrases()
                                        .say(
                                                "console.billing.refused.too_often",
                                                visit.phrases().wait(wait)))
                        .header("Retry-After", Long.toString(wait.toSeconds() + 1));
    }

    private Answer leave(String url, Phrases phrases) {
        return url.startsWith(publicUrl + "/")
                ? pages.goTo(url)
                : pages.show(200, "console/leave.jte", new LeavePage(url), phrases.language());
    }
}
