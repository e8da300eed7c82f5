package io.hookbridge.billing;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;

import java.time.Duration;

/**
 * The port to whoever keeps the subscriptions. Implementations never throw for what a provider may
 * do: each outcome is a value. They are safe for use by many threads.
 */
public interface BillingProvider {

    /**
     * The provider's name in configuration, logs and metrics: {@code stripe} or {@code builtin}.
     */
    String name();

    /** The book in which this provider's rows for a caller of {@code mode} are kept. */
    BillingBook bookFor(Mode mode);

    /**
     * Whether everything this provider knows is in this server's own database, so that asking it is
     * cheap and it is never away on its own.
     */
    default boolean isLocal() {
        return false;
    }

    /** Whether this provider's portal of {@code mode} can be opened for {@code flow} at all. */
    default boolean offers(Mode mode, PortalFlow flow) {
        return true;
    }

    /** Opens the customer portal. Takes six seconds at the most. */
    PortalOutcome createPortalSession(PortalRequest request);

    /**
     * Makes the customer of a tenant that has none. Asking again, at once or within a day, on any
     * node, gives the same customer.
     *
     * @param budget the longest time to wait
     */
    CustomerCreation createCustomer(TenantId tenant, Mode mode, Duration budget);

    /**
     * Opens a checkout and closes every other one of the customer. The same request again, within
     * its hour and while the session is open, gives the same session.
     */
    CheckoutOutcome createCheckoutSession(CheckoutRequest request);

    /** Lists the customer's invoices. Takes six seconds at the most. */
    InvoiceOutcome listInvoices(InvoiceQuery query);

    /**
     * Asks for the customer's present state.
     *
     * @param budget the longest time to wait
     */
    CustomerState fetchCustomerState(Mode mode, String externalCustomerId, Duration budget);

    /** What an operator should know, for {@code /readyz}; quick, from memory. */
    ProviderHealth health();
}
