package io.hookbridge.app;

import io.hookbridge.app.config.Role;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.overage.ReportOverage;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.reconcile.ReadMissedEvents;
import io.hookbridge.billing.reconcile.Reconcile;
import io.hookbridge.billing.status.BillingStatus;
import io.hookbridge.billing.stripe.webhook.WebhookIntake;
import io.hookbridge.billing.stripe.webhook.WebhookRoutes;
import io.hookbridge.billing.sync.BillingAlerts;
import io.hookbridge.billing.sync.CustomerSync;
import io.hookbridge.billing.sync.DrainInbox;
import io.hookbridge.billing.sync.Inbox;
import io.hookbridge.billing.sync.RefreshTenant;
import io.hookbridge.billing.sync.Steps;
import io.hookbridge.db.Lease;
import io.hookbridge.http.Route;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What keeps our rows equal to the provider's truth: the intake of webhooks, the sync, and the
 * background work. With the built-in provider, whose rows are the truth, there is none of the
 * latter.
 */
public final class BillingSync implements Part {

    private static final Duration RECHECK = Duration.ofSeconds(2);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration DRAIN = Duration.ofMillis(500);
    private static final Duration RECONCILE = Duration.ofSeconds(2);
    private static final Duration OVERAGE = Duration.ofMinutes(1);
    private static final Duration FORGET = Duration.ofHours(6);

    /** At the pace of background requests and Stripe's usual answer, so many keep the pace full. */
    private static final int DRAINING_AT_ONCE = 4;

    private final List<Mode> modes;
    private final Lease lease;
    private final Inbox inbox;
    private final CustomerSync customers;
    private final DrainInbox drain;
    private final ReadMissedEvents missedEvents;
    private final Reconcile reconcile;
    private final ReportOverage overage;
    private final RefreshTenant refresh;
    private final BillingStatus status;
    private final WebhookRoutes webhooks;

    public BillingSync(Core core, BillingProvider provider) {
        Jdbi jdbi = core.storage.database().jdbi();
        BillingAlerts alerts = new BillingAlerts(core.meters);
        modes = Stream.of(Mode.values()).filter(mode -> isCopied(provider, mode)).toList();
        lease = new Lease(jdbi, core.clock, "billing", core.server, LEASE);
        inbox = new Inbox(jdbi, core.clock);
        customers =
                new CustomerSync(
                        provider,
                        core.subscriptions,
                        core.plans,
                        alerts,
                        core.meters,
                        jdbi,
                        core.ids,
                        core.clock,
                        Steps.UNWATCHED);
        drain = new DrainInbox(inbox, customers, lease, jdbi, core.clock);
        missedEvents =
                new ReadMissedEvents(provider, inbox, alerts, jdbi, core.clock, Steps.UNWATCHED);
        reconcile =
                new Reconcile(
                        customers,
                        alerts,
                        core.meters,
                        jdbi,
                        core.ids,
                        core.clock,
                        Steps.UNWATCHED);
        overage =
                new ReportOverage(
                        provider,
                        alerts,
                        core.meters,
                        lease,
                        jdbi,
                        core.ids,
                        core.clock,
                        core.configuration.billing().stripe().meterEvent(),
                        Steps.UNWATCHED);
        refresh = new RefreshTenant(provider, core.subscriptions, customers, System::nanoTime);
        status = new BillingStatus(jdbi, core.clock);
        webhooks =
                new WebhookRoutes(
                        new WebhookIntake(
                                modes.stream()
                                        .collect(
                                                Collectors.toMap(
                                                        mode -> mode,
                                                        mode ->
                                                                core.configuration
                                                                        .billing()
                                                                        .stripe()
                                                                        .webhookSecrets()
                                                                        .getOrDefault(
                                                                                mode, List.of()))),
                                inbox,
                                alerts,
                                core.clock),
                        core.meters);
    }

    private static boolean isCopied(BillingProvider provider, Mode mode) {
        return provider.bookFor(mode).copyOf().isPresent() && provider.serves(mode);
    }

    /** One node does it at a time. */
    @Override
    public List<Loop> loops(Set<Role> roles) {
        if (modes.isEmpty() || !roles.contains(Role.JOBS)) {
            return List.of();
        }
        List<Loop> loops = new ArrayList<>();
        for (int i = 1; i <= DRAINING_AT_ONCE; i++) {
            loops.add(new Loop("billing-inbox-" + i, DRAIN, drain::step));
        }
        loops.add(new Loop("billing-reconcile", RECONCILE, this::reconcile));
        loops.add(new Loop("billing-overage", OVERAGE, overage::step));
        loops.add(new Loop("billing-inbox-old", FORGET, inbox::forgetOld));
        return loops;
    }

    private void reconcile() {
        for (Mode mode : modes) {
            if (lease.hold()) {
                missedEvents.step(mode);
                reconcile.step(BillingBook.of(mode));
            }
        }
    }

    @Override
    public void quiesce() {
        lease.giveUp();
    }

    @Override
    public List<Route> routes(Set<Role> roles) {
        return roles.contains(Role.API) ? webhooks.routes() : List.of();
    }

    public CustomerSync customers() {
        return customers;
    }

    /** Asks for a customer again, because a call met something that our rows do not tell. */
    void recheck(Customer customer) {
        customers.now(customer, CustomerSync.Trigger.CALLER, RECHECK);
    }

    public Reconcile reconciler() {
        return reconcile;
    }

    /**
     * For a page that a person comes back to from the provider's; whether what is held is now as
     * new as this call.
     */
    boolean refresh(TenantId tenant, Mode mode) {
        return refresh.refresh(tenant, mode);
    }

    /** What the readiness page tells, each name after its mode. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (Mode mode : modes) {
            status.facts(BillingBook.of(mode))
                    .forEach((name, fact) -> facts.put(mode.word() + "." + name, fact));
        }
        return facts;
    }
}
