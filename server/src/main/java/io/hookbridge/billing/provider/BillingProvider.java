package io.hookbridge.billing.provider;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

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
    Asked<PortalOutcome> createPortalSession(PortalRequest request);

    /**
     * Makes the customer of a tenant that has none. Asking again, at once or within a day, on any
     * node, gives the same customer.
     *
     * @param budget the longest time to wait
     * @return the provider's own identifier, such as {@code cus_…}
     */
    Asked<String> createCustomer(TenantId tenant, Mode mode, Duration budget);

    /**
     * Opens a checkout and closes every other one of the customer. The same request again, within
     * its hour and while the session is open, gives the same session.
     */
    Asked<CheckoutOutcome> createCheckoutSession(CheckoutRequest request);

    /** Lists the customer's invoices. Takes six seconds at the most. */
    Asked<InvoiceOutcome> listInvoices(InvoiceQuery query);

    /**
     * Asks for the customer's present state.
     *
     * @param budget the longest time to wait
     */
    Asked<CustomerState> fetchCustomerState(Mode mode, String externalCustomerId, Duration budget);

    /** Whether this provider can be asked about customers of {@code mode} at all. */
    default boolean serves(Mode mode) {
        return true;
    }

    /** The same for work that nobody waits for, which keeps to a pace of its own. */
    default Asked<CustomerState> fetchInBackground(
            Mode mode, String externalCustomerId, Duration budget) {
        return fetchCustomerState(mode, externalCustomerId, budget);
    }

    /**
     * One page of the provider's own list of events about subscriptions and customers, newest
     * first.
     *
     * @param since the oldest to list; a provider may not reach back further than 30 days
     * @param after what the page before said comes next, or null for the first page
     */
    default Asked<EventPage> listEvents(Mode mode, Instant since, @Nullable String after) {
        return new Asked.Unavailable<>(Unavailability.notConfigured());
    }

    /**
     * Reports usage to be billed. A report with the same identifier counts once if both are sent
     * within 24 hours.
     *
     * @return the report, if the provider has it, from this request or from an earlier one; if it
     *     cannot say, it may have it or not
     */
    default Asked<OverageReport> reportOverage(OverageReport report) {
        return new Asked.Unavailable<>(Unavailability.notConfigured());
    }

    /**
     * How many messages the provider has on its meter for the report's customer in the report's
     * hour; zero if nothing arrived.
     */
    default Asked<BigDecimal> overageTotal(OverageReport report) {
        return new Asked.Unavailable<>(Unavailability.notConfigured());
    }

    /** What an operator should know, for {@code /readyz}; quick, from memory. */
    ProviderHealth health();
}
