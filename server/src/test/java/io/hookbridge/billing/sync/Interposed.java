package io.hookbridge.billing.sync;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
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
import io.hookbridge.billing.provider.PortalOutcome;
import io.hookbridge.billing.provider.PortalRequest;
import io.hookbridge.billing.provider.ProviderHealth;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Lets something happen between the moment at which the provider answers and the moment at which
 * the server has the answer.
 *
 * @param onTheWay is told which customer the answer is about
 */
public record Interposed(BillingProvider provider, Consumer<String> onTheWay)
        implements BillingProvider {

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public BillingBook bookFor(Mode mode) {
        return provider.bookFor(mode);
    }

    @Override
    public boolean serves(Mode mode) {
        return provider.serves(mode);
    }

    @Override
    public Asked<PortalOutcome> createPortalSession(PortalRequest request) {
        return provider.createPortalSession(request);
    }

    @Override
    public Asked<String> createCustomer(TenantId tenant, Mode mode, Duration budget) {
        return provider.createCustomer(tenant, mode, budget);
    }

    @Override
    public Asked<CheckoutOutcome> createCheckoutSession(CheckoutRequest request) {
        return provider.createCheckoutSession(request);
    }

    @Override
    public Asked<InvoiceOutcome> listInvoices(InvoiceQuery query) {
        return provider.listInvoices(query);
    }

    @Override
    public Asked<CustomerState> fetchCustomerState(Mode mode, String customer, Duration budget) {
        Asked<CustomerState> state = provider.fetchCustomerState(mode, customer, budget);
        onTheWay.accept(customer);
        return state;
    }

    @Override
    public Asked<CustomerState> fetchInBackground(Mode mode, String customer, Duration budget) {
        Asked<CustomerState> state = provider.fetchInBackground(mode, customer, budget);
        onTheWay.accept(customer);
        return state;
    }

    @Override
    public Asked<EventPage> listEvents(Mode mode, Instant since, @Nullable String after) {
        return provider.listEvents(mode, since, after);
    }

    @Override
    public Asked<OverageReport> reportOverage(OverageReport report) {
        return provider.reportOverage(report);
    }

    @Override
    public Asked<BigDecimal> overageTotal(OverageReport report) {
        return provider.overageTotal(report);
    }

    @Override
    public ProviderHealth health() {
        return provider.health();
    }
}
