package io.hookbridge.app;

import io.hookbridge.access.Actor;
import io.hookbridge.app.config.Role;
import io.hookbridge.app.config.StripeConfiguration;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.builtin.BuiltinBillingProvider;
import io.hookbridge.billing.builtin.BuiltinSubscriptions;
import io.hookbridge.billing.builtin.CheckoutLinks;
import io.hookbridge.billing.builtin.Initiator;
import io.hookbridge.billing.builtin.Outcome;
import io.hookbridge.billing.builtin.PageAccess;
import io.hookbridge.billing.builtin.PlanChoice;
import io.hookbridge.billing.builtin.page.PortalPages;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.stripe.StripeBillingProvider;
import io.hookbridge.billing.stripe.StripeSettings;
import io.hookbridge.billing.stripe.account.PinnedAccountStore;
import io.hookbridge.billing.stripe.call.StripeLimits;
import io.hookbridge.billing.stripe.price.PlanCatalog;
import io.hookbridge.billing.stripe.price.PlanPriceStore;
import io.hookbridge.billing.usage.UsageStore;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Brand;
import io.hookbridge.http.page.Pages;

import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The billing provider that was configured, with what belongs to it: pages, background work, an
 * end.
 */
public final class Billing implements Part {

    private static final Duration PERIODS = Duration.ofMinutes(1);
    private static final Duration LINKS = Duration.ofMinutes(10);

    private final BillingProvider provider;
    private final List<Route> pages;
    private final BiFunction<Mode, Call, Optional<Answer>> portalVisitors;
    private final Consumer<TenantId> subscribeDemo;
    private final List<Loop> jobs;
    private final Runnable start;
    private final Runnable endCalls;
    private final Runnable stop;

    /**
     * @param jobs the background work, which any node may do
     * @param endCalls ends the calls to the provider that are under way
     */
    private Billing(
            BillingProvider provider,
            List<Route> pages,
            BiFunction<Mode, Call, Optional<Answer>> portalVisitors,
            Consumer<TenantId> subscribeDemo,
            List<Loop> jobs,
            Runnable start,
            Runnable endCalls,
            Runnable stop) {
        this.provider = provider;
        this.pages = pages;
        this.portalVisitors = portalVisitors;
        this.subscribeDemo = subscribeDemo;
        this.jobs = jobs;
        this.start = start;
        this.endCalls = endCalls;
        this.stop = stop;
    }

    static Billing of(Core core, Pages pages, URI publicUrl) {
        return switch (core.configuration.billing().provider()) {
            case STRIPE -> stripe(core);
            case BUILTIN -> builtin(core, pages, publicUrl);
        };
    }

    private static Billing stripe(Core core) {
        StripeBillingProvider stripe = stripeProvider(core);
        return new Billing(
                stripe,
                List.of(),
                (_, _) -> Optional.empty(),
                _ -> {},
                List.of(),
                stripe::start,
                stripe::stop,
                () -> {});
    }

    /** The provider alone, as commands need it. */
    public static StripeBillingProvider stripeProvider(Core core) {
        StripeConfiguration stripe = core.configuration.billing().stripe();
        StripeSettings settings =
                new StripeSettings(
                        stripe.keys().get(Mode.TEST),
                        stripe.keys().get(Mode.LIVE),
                        stripe.apiBase(),
                        stripe.portalHosts(),
                        stripe.checkoutHosts());
        return new StripeBillingProvider(
                settings,
                StripeLimits.standard().withCallsPerSecond(stripe.callsPerSecond()),
                new PlanCatalog(
                        lookupKey ->
                                core.plans.forLookupKey(lookupKey).map(sold -> sold.plan().name()),
                        core.plans::worth,
                        new PlanPriceStore(core.storage.database().jdbi())),
                new PinnedAccountStore(core.storage.database().jdbi(), core.clock),
                core.meters,
                System::nanoTime);
    }

    private static Billing builtin(Core core, Pages common, URI publicUrl) {
        Brand brand = core.configuration.billing().brand();
        Pages pages = common.of(brand);
        BuiltinSubscriptions subscriptions = builtinSubscriptions(core);
        PageAccess access =
                new PageAccess(
                        core.storage.database().jdbi(),
                        core.makers,
                        core.ids,
                        core.clock,
                        core.meters);
        CheckoutLinks checkouts =
                new CheckoutLinks(
                        core.storage.database().jdbi(),
                        core.subscriptions,
                        core.storage.secrets(),
                        core.ids,
                        core.clock);
        Map<Mode, PortalPages> portalPages = new EnumMap<>(Mode.class);
        for (Mode mode : Mode.values()) {
            portalPages.put(
                    mode,
                    new PortalPages(
                            mode,
                            subscriptions,
                            access,
                            core.plans,
                            new UsageStore(core.storage.database().jdbi()),
                            core.tenants,
                            pages,
                            publicUrl,
                            core.clock));
        }
        return new Billing(
                new BuiltinBillingProvider(subscriptions, access, checkouts, publicUrl),
                Stream.concat(
                                brand.assets().stream(),
                                portalPages.values().stream()
                                        .flatMap(each -> each.routes().stream()))
                        .toList(),
                (mode, call) ->
                        Optional.ofNullable(portalPages.get(mode))
                                .flatMap(each -> each.visitorFromPortal(call)),
                tenant -> subscribe(subscriptions, tenant, "pro", FirstStart.SERVER),
                List.of(
                        new Loop("billing-periods", PERIODS, subscriptions::advanceDue),
                        new Loop("billing-links", LINKS, access::forgetExpired)),
                () -> {},
                () -> {},
                access::close);
    }

    public static BuiltinSubscriptions builtinSubscriptions(Core core) {
        return new BuiltinSubscriptions(
                core.storage.database().jdbi(),
                core.subscriptions,
                core.plans,
                core.ids,
                core.clock);
    }

    /**
     * Gives the tenant a monthly plan of the built-in provider in live and in test, or changes what
     * it has to that plan.
     */
    public static void subscribe(
            BuiltinSubscriptions subscriptions, TenantId tenant, String plan, Actor actor) {
        for (Mode mode : Mode.values()) {
            subscribe(subscriptions, BuiltinSubscriptions.customer(tenant, mode), plan, actor);
        }
    }

    private static void subscribe(
            BuiltinSubscriptions subscriptions, Customer customer, String plan, Actor actor) {
        PlanChoice choice = new PlanChoice(plan, Interval.MONTHLY);
        Initiator by = new Initiator(actor, null);
        boolean live =
                subscriptions.find(customer).filter(found -> found.status().isLive()).isPresent();
        Outcome outcome =
                live
                        ? subscriptions.change(customer, choice, by)
                        : subscriptions.subscribe(customer, choice, by);
        switch (outcome) {
            case Outcome.Changed _, Outcome.AlreadySo _ -> {}
            case Outcome.Refused refused -> throw new StartFailure(refused.why().sentence());
        }
    }

    BillingProvider provider() {
        return provider;
    }

    /** The provider's own pages; none where it hosts them elsewhere. */
    @Override
    public List<Route> routes(Set<Role> roles) {
        return roles.contains(Role.CONSOLE) ? pages : List.of();
    }

    /** Answers for browsers that come back from the provider's own pages; empty for all others. */
    BiFunction<Mode, Call, Optional<Answer>> portalVisitors() {
        return portalVisitors;
    }

    /** Gives the demo tenant of a first start its subscription, where the provider can. */
    Consumer<TenantId> subscribeDemo() {
        return subscribeDemo;
    }

    @Override
    public List<Loop> loops(Set<Role> roles) {
        return roles.contains(Role.JOBS) ? jobs : List.of();
    }

    @Override
    public void start() {
        start.run();
    }

    @Override
    public void quiesce() {
        endCalls.run();
    }

    @Override
    public void stop() {
        stop.run();
    }
}
