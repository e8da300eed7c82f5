package io.hookbridge.billing.stripe;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.BillingBook;
import io.hookbridge.billing.BillingProvider;
import io.hookbridge.billing.CheckoutOutcome;
import io.hookbridge.billing.CheckoutRequest;
import io.hookbridge.billing.CustomerCreation;
import io.hookbridge.billing.CustomerState;
import io.hookbridge.billing.InvoiceOutcome;
import io.hookbridge.billing.InvoiceQuery;
import io.hookbridge.billing.PortalFlow;
import io.hookbridge.billing.PortalOutcome;
import io.hookbridge.billing.PortalRequest;
import io.hookbridge.billing.ProviderHealth;
import io.hookbridge.billing.Unavailability;
import io.hookbridge.billing.stripe.wire.StripeTransport;
import io.micrometer.core.instrument.MeterRegistry;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Billing by Stripe. Works from the moment it is built; {@link #start} only takes the preparation
 * out of the first caller's way. Safe for use by many threads.
 */
public final class StripeBillingProvider implements BillingProvider {

    /** Nothing changes before an operator sets a key. */
    private static final Duration NOT_CONFIGURED_RETRY = Duration.ofSeconds(30);

    private final StripeLimits limits;
    private final HttpClient wire;
    private final Map<Mode, StripeMode> modes = new EnumMap<>(Mode.class);
    private final List<Thread> preparing = new ArrayList<>();

    /**
     * @param planByLookupKey the plan's name for a price's lookup key, empty for a price that is no
     *     plan
     * @param ticker a clock of nanoseconds, {@code System::nanoTime}
     * @throws IllegalArgumentException if {@link StripeSettings#problems} has any
     */
    public StripeBillingProvider(
            StripeSettings settings,
            StripeLimits limits,
            Function<String, Optional<String>> planByLookupKey,
            AccountPin pin,
            MeterRegistry metrics,
            LongSupplier ticker) {
        List<String> problems = settings.problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        this.limits = limits;
        this.wire = StripeTransport.newWire(limits.connectTimeout());
        for (Mode mode : Mode.values()) {
            settings.key(mode)
                    .map(key -> new StripeClients(key, settings.apiBase(), limits, wire))
                    .map(clients ->
                            new StripeCalls(
                                    clients, new StripeMetrics(metrics, mode), limits, ticker))
                    .map(calls ->
                            new StripeMode(
                                    mode, settings, limits, calls, pin, planByLookupKey, ticker))
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
    public PortalOutcome createPortalSession(PortalRequest request) {
        StripeMode stripe = modes.get(request.mode());
        return stripe == null
                ? new PortalOutcome.Unavailable(notConfigured())
                : stripe.openPortal(request);
    }

    @Override
    public CustomerCreation createCustomer(TenantId tenant, Mode mode, Duration budget) {
        StripeMode stripe = modes.get(mode);
        return stripe == null
                ? new CustomerCreation.Unavailable(notConfigured())
                : stripe.createCustomer(tenant, budget);
    }

    @Override
    public CheckoutOutcome createCheckoutSession(CheckoutRequest request) {
        StripeMode stripe = modes.get(request.mode());
        return stripe == null
                ? new CheckoutOutcome.Unavailable(notConfigured())
                : stripe.openCheckout(request);
    }

    @Override
    public InvoiceOutcome listInvoices(InvoiceQuery query) {
        StripeMode stripe = modes.get(query.mode());
        return stripe == null
                ? new InvoiceOutcome.Unavailable(notConfigured())
                : stripe.listInvoices(query);
    }

    /**
     * {@inheritDoc}
     *
     * @param budget at most six seconds are of use
     */
    @Override
    public CustomerState fetchCustomerState(Mode mode, String externalCustomerId, Duration budget) {
        StripeMode stripe = modes.get(mode);
        return stripe == null
                ? new CustomerState.Unavailable(notConfigured())
                : stripe.fetchCustomer(externalCustomerId, budget);
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

    private static Unavailability notConfigured() {
        return new Unavailability(Unavailability.Kind.NOT_CONFIGURED, NOT_CONFIGURED_RETRY);
    }
}
