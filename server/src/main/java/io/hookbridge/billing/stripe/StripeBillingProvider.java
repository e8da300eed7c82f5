package io.hookbridge.billing.stripe;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Ticker;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.provider.CheckoutOutcome;
import io.hookbridge.billing.provider.CheckoutRequest;
import io.hookbridge.billing.provider.CustomerState;
import io.hookbridge.billing.provider.EventPage;
import io.hookbridge.billing.provider.InvoiceOutcome;
import io.hookbridge.billing.provider.InvoiceQuery;
import io.hookbridge.billing.provider.OverageReport;
import io.hookbridge.billing.provider.PortalFlow;
import io.hookbridge.billing.provider.PortalOutcome;
import io.hookbridge.billing.provider.PortalRequest;
import io.hookbridge.billing.provider.ProviderHealth;
import io.hookbridge.billing.provider.Unavailability;
import io.hookbridge.billing.stripe.account.AccountPin;
import io.hookbridge.billing.stripe.call.StripeCalls;
import io.hookbridge.billing.stripe.call.StripeClients;
import io.hookbridge.billing.stripe.call.StripeLimits;
import io.hookbridge.billing.stripe.call.StripeMetrics;
import io.hookbridge.billing.stripe.guard.Pace;
import io.hookbridge.billing.stripe.price.PlanCatalog;
import io.hookbridge.billing.stripe.wire.StripeTransport;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Billing by Stripe. Works from the moment it is built; {@link #start} only takes the preparation
 * out of the first caller's way. Safe for use by many threads.
 */
public final class StripeBillingProvider implements BillingProvider {

    private final StripeLimits limits;
    private final HttpClient wire;
    private final Map<Mode, StripeMode> modes = new EnumMap<>(Mode.class);
    private final List<Thread> preparing = new ArrayList<>();

    /**
     * @throws IllegalArgumentException if {@link StripeSettings#problems} has any
     */
    public StripeBillingProvider(
            StripeSettings settings,
            StripeLimits limits,
            PlanCatalog plans,
            AccountPin pin,
            MeterRegistry metrics,
            Ticker ticker) {
        List<String> problems = settings.problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        this.limits = limits;
        this.wire = StripeTransport.newWire(limits.connectTimeout());
        // One for both modes, so that no storm in one adds to a storm in the other.
        Pace pace = new Pace(limits.backgroundPerSecond(), ticker);
        for (Mode mode : Mode.values()) {
            settings.key(mode)
                    .map(key -> new StripeClients(key, settings.apiBase(), limits, wire, pace))
                    .map(clients ->
                            new StripeCalls(
                                    clients, new StripeMetrics(metrics, mode), limits, ticker))
                    .map(calls -> new StripeMode(mode, settings, limits, calls, pin, plans, ticker))
                    .ifPresent(stripe -> modes.put(mode, stripe));
        }
    }

    /** Begins the preparation of each mode in the background; returns at once, and never fails. */
    public synchronized void start() {
        if (preparing.isEmpty()) {
            modes.forEach((mode, stripe) ->
                    preparing.add(
                            Thread.ofVirtual()
                                    .name("stripe-prepare-" + mode.word())
                                    .start(new PrepareUntilReady(stripe, limits.preparePause()))));
        }
    }

    /**
     * Ends the preparation and every call under way; returns when it is done. The provider cannot
     * be used or started again. Twice is harmless.
     */
    public synchronized void stop() {
        preparing.forEach(Thread::interrupt);
        wire.shutdownNow();
        for (Thread thread : preparing) {
            try {
                thread.join();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public BillingBook bookFor(Mode mode) {
        return BillingBook.of(mode);
    }

    @Override
    public boolean offers(Mode mode, PortalFlow flow) {
        StripeMode stripe = modes.get(mode);
        return flow != PortalFlow.SUBSCRIPTION_UPDATE
                || stripe == null
                || stripe.offersPlanChange();
    }

    @Override
    public Asked<PortalOutcome> createPortalSession(PortalRequest request) {
        return in(request.mode(), stripe -> stripe.portal().open(request));
    }

    @Override
    public Asked<String> createCustomer(TenantId tenant, Mode mode, Duration budget) {
        return in(mode, stripe -> stripe.createCustomer(tenant, budget));
    }

    @Override
    public Asked<CheckoutOutcome> createCheckoutSession(CheckoutRequest request) {
        return in(request.mode(), stripe -> stripe.openCheckout(request));
    }

    @Override
    public Asked<InvoiceOutcome> listInvoices(InvoiceQuery query) {
        return in(query.mode(), stripe -> stripe.listInvoices(query));
    }

    /**
     * {@inheritDoc}
     *
     * @param budget at most six seconds are of use
     */
    @Override
    public Asked<CustomerState> fetchCustomerState(
            Mode mode, String externalCustomerId, Duration budget) {
        return in(mode, stripe -> stripe.fetchCustomer(externalCustomerId, budget));
    }

    @Override
    public boolean serves(Mode mode) {
        return modes.containsKey(mode);
    }

    @Override
    public Asked<CustomerState> fetchInBackground(
            Mode mode, String externalCustomerId, Duration budget) {
        return in(mode, stripe -> stripe.fetchInBackground(externalCustomerId, budget));
    }

    @Override
    public Asked<EventPage> listEvents(Mode mode, Instant since, @Nullable String after) {
        return in(mode, stripe -> stripe.events().list(since, after));
    }

    @Override
    public Asked<OverageReport> reportOverage(OverageReport report) {
        return in(report.mode(), stripe -> stripe.meter().report(report));
    }

    @Override
    public Asked<BigDecimal> overageTotal(OverageReport report) {
        return in(report.mode(), stripe -> stripe.meter().total(report));
    }

    /** What that mode says; a mode without a key cannot serve. */
    private <T> Asked<T> in(Mode mode, Function<StripeMode, Asked<T>> ask) {
        StripeMode stripe = modes.get(mode);
        return stripe == null
                ? new Asked.Unavailable<>(Unavailability.notConfigured())
                : ask.apply(stripe);
    }

    /** The Stripe account that the key of {@code mode} belongs to, once it was seen. */
    public Optional<String> accountId(Mode mode) {
        return Optional.ofNullable(modes.get(mode)).flatMap(StripeMode::accountId);
    }

    @Override
    public ProviderHealth health() {
        Map<String, String> details = new TreeMap<>();
        for (Mode mode : Mode.values()) {
            details.put(mode.word() + ".key", "none");
        }
        modes.values().forEach(stripe -> stripe.describe(details));
        return new ProviderHealth(modes.values().stream().allMatch(StripeMode::isReady), details);
    }
}
