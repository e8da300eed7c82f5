package io.hookbridge.billing.builtin.page;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.builtin.BuiltinSubscriptions;
import io.hookbridge.billing.builtin.Entrance;
import io.hookbridge.billing.builtin.PageAccess;
import io.hookbridge.billing.builtin.Statement;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.usage.UsageStore;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.tenant.Tenants;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code /billing/{mode}/portal}: the way in, the front page, and the way out; with it all others
 * of the mode.
 */
public final class PortalPages {

    /** Two years of months. */
    private static final int STATEMENTS = 24;

    private final BuiltinSubscriptions subscriptions;
    private final Plans plans;
    private final UsageStore usage;
    private final Pages pages;
    private final InstantSource clock;
    private final Landing landing;
    private final LinkVisitors visits;
    private final PlanPages planPages;
    private final CancelPages cancelPages;
    private final LinkVisitors checkoutVisits;
    private final CheckoutPages checkoutPages;

    /**
     * @param publicUrl how browsers reach this server; forms from any other origin are refused
     */
    public PortalPages(
            Mode mode,
            BuiltinSubscriptions subscriptions,
            PageAccess access,
            Plans plans,
            UsageStore usage,
            Tenants tenants,
            Pages pages,
            URI publicUrl,
            InstantSource clock) {
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.usage = usage;
        this.pages = pages;
        this.clock = clock;
        this.landing = new Landing(mode);
        this.visits = new LinkVisitors(Entrance.portal(mode), access, tenants, pages, publicUrl);
        this.planPages = new PlanPages(subscriptions, plans, usage, pages, visits, landing, clock);
        this.cancelPages = new CancelPages(subscriptions, plans, pages, visits, landing);
        this.checkoutVisits =
                new LinkVisitors(Entrance.checkout(mode), access, tenants, pages, publicUrl);
        this.checkoutPages =
                new CheckoutPages(
                        subscriptions, plans, usage, pages, checkoutVisits, landing, clock);
    }

    /**
     * Every page of the built-in portal and checkout of the mode; the stylesheet is with {@link
     * Pages#assets()}.
     */
    public List<Route> routes() {
        return Stream.of(
                        visits.links(),
                        Stream.of(
                                visits.get(landing.portal(), this::portal),
                                visits.get(landing.statements(), this::statements)),
                        planPages.routes(),
                        cancelPages.routes(),
                        checkoutVisits.links(),
                        checkoutPages.routes())
                .flatMap(routes -> routes)
                .toList();
    }

    private Answer portal(BillingVisit visit) {
        Customer customer = visit.customer();
        Optional<Subscription> subscription = subscriptions.find(customer);
        if (subscription.isEmpty()) {
            return pages.goTo(landing.checkout());
        }
        YearMonth month = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
        return pages.show(
                200,
                "billing/portal.jte",
                PortalPage.of(
                        visit.visitor(),
                        visit.notice(),
                        subscription.get(),
                        plans,
                        month,
                        usage.inMonth(customer.tenant(), customer.mode(), month),
                        subscriptions.statements(customer, STATEMENTS)),
                visit.phrases().language());
    }

    private Answer statements(BillingVisit visit) {
        List<Statement> all = subscriptions.statements(visit.customer(), STATEMENTS);
        return Answer.download("statements.csv", StatementsCsv.of(all));
    }

    /**
     * Tells somebody who comes back from the portal or a checkout where he is; empty for a browser
     * that has not been there.
     */
    public Optional<Answer> visitorFromPortal(Call call) {
        return visits.find(call)
                .map(visit -> left(visit, visit.session().expiresAt()))
                .or(() -> checkoutVisits.find(call).map(visit -> left(visit, null)));
    }

    /**
     * @param openUntil null without a session of the portal
     */
    private Answer left(BillingVisit visit, @Nullable Instant openUntil) {
        Phrases phrases = visit.phrases();
        return pages.show(
                200,
                "billing/home.jte",
                new HomePage(
                        state(subscriptions.find(visit.customer()), phrases),
                        landing.portal(),
                        openUntil == null ? null : phrases.time(openUntil)),
                phrases.language());
    }

    private String state(Optional<Subscription> subscription, Phrases phrases) {
        return subscription
                .map(present -> {
                    String plan = plans.namedOrFree(present.plan()).title();
                    String day = phrases.longDay(present.currentPeriodEnd());
                    if (!present.status().isLive()) {
                        return phrases.say("billing.home.ended", plan, day);
                    }
                    return present.cancelAtPeriodEnd()
                            ? phrases.say("billing.home.ends", plan, day)
                            : phrases.say("billing.home.active", plan);
                })
                .orElseGet(() -> phrases.say("billing.home.none"));
    }
}
