package io.hookbridge.billing;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.provider.CheckoutOutcome;
import io.hookbridge.billing.provider.CheckoutRequest;
import io.hookbridge.billing.provider.CustomerState;
import io.hookbridge.billing.provider.InvoiceOutcome;
import io.hookbridge.billing.provider.InvoiceQuery;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.OverageReport;
import io.hookbridge.billing.provider.PortalOutcome;
import io.hookbridge.billing.provider.PortalRequest;
import io.hookbridge.billing.provider.ProviderHealth;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A provider that answers what the test says and remembers what it was asked. */
public final class ScriptedProvider implements BillingProvider {

    public Asked<String> creation = new Asked.Got<>("cus_FAKE");
    public Function<CheckoutRequest, Asked<CheckoutOutcome>> checkout =
            request ->
                    new Asked.Got<>(
                            new OpenedSession("cs_FAKE", "https://pay.example.com/FAKEurl"));
    public Function<InvoiceQuery, Asked<InvoiceOutcome>> invoices =
            query -> new Asked.Got<>(new InvoiceOutcome.Listed(List.of(), false));
    public Function<OverageReport, Asked<OverageReport>> overage = Asked.Got::new;
    public Function<OverageReport, Asked<BigDecimal>> overageTotal =
            _ -> new Asked.Got<>(BigDecimal.ZERO);
    public Set<Mode> served = Set.of(Mode.values());
    public boolean local;
    public final List<TenantId> created = new CopyOnWriteArrayList<>();
    public final List<CheckoutRequest> checkouts = new CopyOnWriteArrayList<>();
    public final List<InvoiceQuery> queries = new CopyOnWriteArrayList<>();
    public final List<OverageReport> reported = new CopyOnWriteArrayList<>();

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public BillingBook bookFor(Mode mode) {
        return BillingBook.of(mode);
    }

    @Override
    public boolean serves(Mode mode) {
        return served.contains(mode);
    }

    @Override
    public boolean isLocal() {
        return local;
    }

    @Override
    public Asked<String> createCustomer(TenantId tenant, Mode mode, Duration budget) {
        created.add(tenant);
        return creation;
    }

    @Override
    public Asked<CheckoutOutcome> createCheckoutSession(CheckoutRequest request) {
        checkouts.add(request);
        return checkout.apply(request);
    }

    @Override
    public Asked<InvoiceOutcome> listInvoices(InvoiceQuery query) {
        queries.add(query);
        return invoices.apply(query);
    }

    @Override
    public Asked<PortalOutcome> createPortalSession(PortalRequest request) {
        throw new AssertionError("nobody asks for a portal here");
    }

    @Override
    public Asked<CustomerState> fetchCustomerState(
            Mode mode, String externalCustomerId, Duration budget) {
        return new Asked.Got<>(new CustomerState(List.of()));
    }

    @Override
    public Asked<OverageReport> reportOverage(OverageReport report) {
        reported.add(report);
        return overage.apply(report);
    }

    @Override
    public Asked<BigDecimal> overageTotal(OverageReport report) {
        return overageTotal.apply(report);
    }

    @Override
    public ProviderHealth health() {
        return new ProviderHealth(true, Map.of());
    }
}
