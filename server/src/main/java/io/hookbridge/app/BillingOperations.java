package io.hookbridge.app;

import io.hookbridge.access.TenantSide;
import io.hookbridge.app.config.BillingConfiguration;
import io.hookbridge.app.config.Role;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.billing.checkout.CheckoutRoutes;
import io.hookbridge.billing.checkout.Checkouts;
import io.hookbridge.billing.invoice.InvoiceRoutes;
import io.hookbridge.billing.invoice.Invoices;
import io.hookbridge.billing.portal.PortalRoutes;
import io.hookbridge.billing.portal.PortalSessions;
import io.hookbridge.billing.portal.ReturnUrlPolicy;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.subscription.BillingOverviews;
import io.hookbridge.billing.subscription.SubscriptionRoutes;
import io.hookbridge.billing.usage.UsageHistory;
import io.hookbridge.billing.usage.UsageRoutes;
import io.hookbridge.console.billing.BillingDesk;
import io.hookbridge.db.GroupCommit;
import io.hookbridge.http.Route;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Jdbi;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a tenant does about its billing, by the API and in the console alike. */
final class BillingOperations implements Part {

    /** A tenant may ask for invoices this often in a minute, and a third of it at once. */
    private static final int INVOICE_LISTS = 120;

    /** From the console a tenant may go to portal and checkout this often in a minute, likewise. */
    private static final int CONSOLE_VISITS = 30;

    private final Core core;
    private final BillingSync sync;
    private final ReturnUrlPolicy returnUrls;
    private final boolean isLocal;
    private final GroupCommit<AuditEvent> audit;
    private final PortalSessions portal;
    private final Checkouts checkouts;
    private final Invoices invoices;
    private final BillingOverviews overviews;
    private final UsageHistory usage;

    BillingOperations(
            Core core, BillingProvider provider, BillingSync sync, ReturnUrlPolicy returnUrls) {
        this.core = core;
        this.sync = sync;
        this.returnUrls = returnUrls;
        isLocal = provider.isLocal();
        Jdbi jdbi = core.storage.database().jdbi();
        audit =
                new GroupCommit<>(
                        "audit",
                        256,
                        GroupCommit.Gathering.SHORT,
                        core.meters,
                        events -> jdbi.useTransaction(handle -> AuditStore.insert(handle, events)));
        portal =
                new PortalSessions(
                        provider,
                        core.subscriptions,
                        core.cachedSubscriptions,
                        sync.customers(),
                        returnUrls,
                        audit::submit,
                        core.ids,
                        core.clock);
        checkouts =
                new Checkouts(
                        provider,
                        core.subscriptions,
                        core.plans,
                        returnUrls,
                        sync::recheck,
                        audit::commit,
                        core.ids,
                        core.clock,
                        System::nanoTime);
        invoices =
                new Invoices(
                        provider,
                        core.subscriptions,
                        sync::recheck,
                        jdbi,
                        core.clock,
                        System::nanoTime);
        overviews =
                new BillingOverviews(
                        jdbi,
                        provider::bookFor,
                        core.configuration.billing()::limitsBook,
                        core.plans,
                        core.clock);
        usage = new UsageHistory(jdbi, core.clock, core.allowances::of);
    }

    @Override
    public List<Route> routes(Set<Role> roles) {
        if (!roles.contains(Role.API)) {
            return List.of();
        }
        BillingConfiguration configuration = core.configuration.billing();
        return Stream.of(
                        new PortalRoutes(
                                        portal,
                                        perMinute(configuration.portalCallsPerMinute()),
                                        core.meters)
                                .routes(),
                        new CheckoutRoutes(
                                        checkouts,
                                        perMinute(configuration.checkoutCallsPerMinute()),
                                        core.meters)
                                .routes(),
                        new InvoiceRoutes(invoices, perMinute(INVOICE_LISTS), core.meters).routes(),
                        new SubscriptionRoutes(overviews).routes(),
                        new UsageRoutes(usage).routes())
                .flatMap(List::stream)
                .toList();
    }

    /** What it answers, for the console. */
    BillingDesk desk(URI publicUrl) {
        return new BillingDesk(
                overviews,
                usage,
                core.plans,
                invoices,
                portal,
                checkouts,
                !isLocal,
                Console.isLedBackTo(publicUrl, returnUrls),
                sync::refresh,
                perMinute(CONSOLE_VISITS),
                core.clock);
    }

    /** So many in a minute for each tenant in each mode, a third of them at once. */
    private static TokenBuckets<TenantSide> perMinute(int calls) {
        return new TokenBuckets<>(Math.max(1, calls / 3), calls, System::nanoTime);
    }

    /** Writes the audit rows that are still on their way. */
    @Override
    public void stop() {
        audit.close();
    }
}
