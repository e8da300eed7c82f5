package io.hookbridge.console.billing;

import io.hookbridge.access.Caller;
import io.hookbridge.access.Permission;
import io.hookbridge.billing.checkout.CheckoutResult;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.portal.PortalResult;
import io.hookbridge.console.frame.Form;
import io.hookbridge.console.frame.Notice;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.Visit;
import io.hookbridge.console.frame.Visits;
import io.hookbridge.console.frame.Words;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code /billing} of people who are signed in. */
public final class BillingPages {

    private static final String CHOOSE = "/billing/plans";

    private final BillingDesk desk;
    private final Pages pages;
    private final Visits visits;
    private final URI publicUrl;
    private final Function<Call, Answer> signedOut;

    /**
     * @param signedOut answers {@code /billing} for a browser that is signed out
     */
    public BillingPages(
            BillingDesk desk,
            Pages pages,
            Visits visits,
            URI publicUrl,
            Function<Call, Answer> signedOut) {
        this.desk = desk;
        this.pages = pages;
        this.visits = visits;
        this.publicUrl = publicUrl;
        this.signedOut = signedOut;
    }

    public List<Route> routes() {
        return List.of(
                visits.get(Section.BILLING.path(), this::open, signedOut),
                visits.get(CHOOSE, this::choose),
                visits.post(CHOOSE, this::subscribe),
                visits.post("/billing/manage", this::manage));
    }

    private Answer open(Visit visit) {
        return mayBill(visit) ? show(visit, 200, null) : forOwners(visit);
    }

    private static boolean mayBill(Visit visit) {
        return visit.user().role().permissions().contains(Permission.BILLING);
    }

    private Answer forOwners(Visit visit) {
        return pages.show(403, "console/billing-for-owners.jte", visit.shell(Section.BILLING));
    }

    private Answer show(Visit visit, int status, @Nullable String alert) {
        String notice = alert == null ? welcomeBack(visit) : alert;
        var overview = desk.overviews().of(visit.tenant(), visit.mode());
        return pages.show(
                status,
                "console/billing.jte",
                new BillingPage(
                        visit.shell(Section.BILLING),
                        notice,
                        PlanCard.of(overview, desk.plans()),
                        UsageBar.of(overview, desk.charging(), desk.clock().instant()),
                        UsageChart.of(
                                desk.usage()
                                        .page(visit.tenant(), visit.mode(), UsageChart.MONTHS, 0)
                                        .months()),
                        InvoiceList.of(
                                desk.invoices()
                                        .list(
                                                visit.tenant(),
                                                visit.mode(),
                                                InvoiceList.SHOWN,
                                                null)),
                        desk.charging()));
    }

    /** For somebody who comes from the provider's pages, who is often faster than its news. */
    private @Nullable String welcomeBack(Visit visit) {
        Optional<String> checkout = visit.call().query("checkout");
        boolean back = checkout.isPresent() || visit.call().query("portal").isPresent();
        if (!back) {
            return null;
        }
        boolean current =
                desk.visits().take(visit.tenant()).isZero()
                        && desk.refresh().refresh(visit.tenant(), visit.mode());
        String done =
                checkout.map(word ->
                                word.equals("done")
                                        ? "The checkout is finished."
                                        : "You have left the checkout; nothing was started.")
                        .orElse("Welcome back. What you changed is saved.");
        return current ? done : done + " It may take some minutes until it shows here.";
    }

    private Answer choose(Visit visit) {
        return mayBill(visit) ? choices(visit, 200, null, "", Interval.MONTHLY) : forOwners(visit);
    }

    private Answer choices(
            Visit visit, int status, @Nullable String alert, String plan, Interval interval) {
        return pages.show(
                status,
                "console/choose-plan.jte",
                ChoosePage.of(visit.shell(Section.BILLING), alert, desk, plan, interval));
    }

    private Answer subscribe(Visit visit, Form form) {
        String plan = form.text("plan");
        Interval interval = Interval.of(form.text("interval")).orElse(Interval.MONTHLY);
        return asCustomer(
                visit,
                caller -> {
                    CheckoutResult result =
                            desk.checkouts()
                                    .create(caller, visit.call().requestId(), plan, interval);
                    return switch (result) {
                        case CheckoutResult.Opened opened -> leave(opened.url());
                        case CheckoutResult.SubscriptionExists _ ->
                                show(
                                        visit,
                                        409,
                                        "There is a subscription already. Change it in the customer portal.");
                        case CheckoutResult.PlanUnknown _,
                                CheckoutResult.PlanFree _,
                                CheckoutResult.PlanNotSold _ ->
                                choices(
                                        visit,
                                        422,
                                        "This plan cannot be started that way. Choose another plan or interval.",
                                        plan,
                                        interval);
                        case CheckoutResult.OtherCurrency _ ->
                                choices(
                                        visit,
                                        409,
                                        "This plan is sold in another currency than you have paid in before. Ask"
                                                + " the operator of this server for a price in yours.",
                                        plan,
                                        interval);
                        case CheckoutResult.CustomerGone _ ->
                                choices(
                                        visit,
                                        503,
                                        "The billing account has to be repaired by the operator of this server.",
                                        plan,
                                        interval);
                        case CheckoutResult.Unavailable _ ->
                                choices(
                                        visit,
                                        503,
                                        "Billing is not available right now. Nothing was started; try again in a"
                                                + " few minutes.",
                                        plan,
                                        interval);
                    };
                });
    }

    private Answer manage(Visit visit, Form form) {
        return asCustomer(
                visit,
                caller -> {
                    PortalResult result =
                            desk.portal()
                                    .open(
                                            caller,
                                            visit.call().requestId(),
                                            desk.returnUrl(),
                                            null,
                                            null);
                    return switch (result) {
                        case PortalResult.Opened opened -> leave(opened.url());
                        case PortalResult.NoSubscription _ -> pages.goTo(CHOOSE);
                        case PortalResult.ReturnUrlRefused _,
                                PortalResult.FlowNotAvailable _,
                                PortalResult.Unavailable _ ->
                                show(
                                        visit,
                                        503,
                                        "The customer portal is not available right now. Nothing was changed; try"
                                                + " again in a few minutes.");
                    };
                });
    }

    /** Lets owners through, not too often. */
    private Answer asCustomer(Visit visit, Function<Caller, Answer> step) {
        if (!mayBill(visit)) {
            return forOwners(visit);
        }
        if (visit.project().isEmpty()) {
            return pages.goTo(Section.PROJECTS.after(Notice.NO_PROJECT));
        }
        Duration wait = desk.visits().take(visit.tenant());
        return wait.isZero()
                ? step.apply(visit.caller(visit.project().get()))
                : show(
                                visit,
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
