package io.hookbridge.billing.sync;

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
import io.hookbridge.billing.PortalOutcome;
import io.hookbridge.billing.PortalRequest;
import io.hookbridge.billing.ProviderHealth;
import io.hookbridge.billing.overage.OverageOutcome;
import io.hookbridge.billing.overage.OverageReport;
import io.hookbridge.billing.overage.OverageTotal;

import org.jspecify.annotations.Nullable;

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
    public PortalOutcome createPortalSession(PortalRequest request) {
        return provider.createPortalSession(request);
    }

    @Override
    public CustomerCreation createCustomer(TenantId tenant, Mode mode, Duration budget) {
        return provider.createCustomer(tenant, mode, budget);
    }

    @Override
    public CheckoutOutcome createCheckoutSession(CheckoutRequest request) {
        return provider.createCheckoutSession(request);
    }

    @Override
    public InvoiceOutcome listInvoices(InvoiceQuery query) {
        return provider.listInvoices(query);
    }

    @Override
    public CustomerState fetchCustomerState(Mode mode, String customer, Duration budget) {
        CustomerState state = provider.fetchCustomerState(mode, customer, budget);
        onTheWay.accept(customer);
        return state;
    }

    @Override
    public CustomerState fetchInBackground(Mode mode, String customer, Duration budget) {
        CustomerState state = provider.fetchInBackground(mode, customer, budget);
        onTheWay.accept(customer);
        return state;
    }

    @Override
    public EventPage listEvents(Mode mode, Instant since, @Nullable String after) {
        return provider.listEvents(mode, since, after);
    }

    @Override
    public OverageOutcome reportOverage(OverageReport report) {
        return provider.reportOverage(report);
    }

    @Override
    public OverageTotal overageTotal(OverageReport report) {
        return provider.overageTotal(report);
    }

    @Override
    public ProviderHealth health() {
        return provider.health();
    }
}
