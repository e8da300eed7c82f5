package io.hookbridge.billing.stripe;

import com.stripe.exception.StripeException;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Ticker;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.CheckoutOutcome;
import io.hookbridge.billing.provider.CheckoutRequest;
import io.hookbridge.billing.provider.CustomerState;
import io.hookbridge.billing.provider.InvoiceOutcome;
import io.hookbridge.billing.provider.InvoiceQuery;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.billing.stripe.account.AccountPin;
import io.hookbridge.billing.stripe.call.ModeCheck;
import io.hookbridge.billing.stripe.call.Operation;
import io.hookbridge.billing.stripe.call.Remembered;
import io.hookbridge.billing.stripe.call.StripeCalls;
import io.hookbridge.billing.stripe.call.StripeCalls.Call;
import io.hookbridge.billing.stripe.call.StripeLimits;
import io.hookbridge.billing.stripe.call.UnusableAnswer;
import io.hookbridge.billing.stripe.checkout.CheckoutFlow;
import io.hookbridge.billing.stripe.checkout.CheckoutPrices;
import io.hookbridge.billing.stripe.checkout.CheckoutSessions;
import io.hookbridge.billing.stripe.customer.CustomerCreator;
import io.hookbridge.billing.stripe.customer.CustomerReader;
import io.hookbridge.billing.stripe.customer.SubscriptionReader;
import io.hookbridge.billing.stripe.invoice.InvoiceReader;
import io.hookbridge.billing.stripe.meter.StripeMeter;
import io.hookbridge.billing.stripe.portal.PortalConfigurations;
import io.hookbridge.billing.stripe.portal.PortalSessions;
import io.hookbridge.billing.stripe.portal.SessionCheck;
import io.hookbridge.billing.stripe.price.PlanCatalog;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Everything we do with one mode of Stripe, live or test. */
final class StripeMode {

    private final Mode mode;
    private final String keyEnding;
    private final StripeCalls calls;
    private final AccountPin pin;
    private final PortalSessions portal;
    private final CustomerReader customers;
    private final CustomerCreator creator;
    private final CheckoutFlow checkout;
    private final InvoiceReader invoices;
    private final Duration portalBudget;
    private final StripeEvents events;
    private final StripeMeter meter;
    private final Remembered<Account> account = new Remembered<>();

    /** The account behind the key, and whether it is the one this mode belongs to. */
    private record Account(String id, boolean accepted) {}

    StripeMode(
            Mode mode,
            StripeSettings settings,
            StripeLimits limits,
            StripeCalls calls,
            AccountPin pin,
            PlanCatalog plans,
            Ticker ticker) {
        this.mode = mode;
        this.keyEnding = settings.key(mode).map(StripeSettings::ending).orElse("none");
        this.calls = calls;
        this.pin = pin;
        this.portal =
                new PortalSessions(
                        mode,
                        calls,
                        this::requireAccount,
                        limits.portalBudget(),
                        new PortalConfigurations(plans.byLookupKey()),
                        new SessionCheck(settings.portalHosts(), settings.isLoopback()));
        this.customers = new CustomerReader(new SubscriptionReader(mode, plans));
        this.creator = new CustomerCreator(mode);
        this.checkout =
                new CheckoutFlow(
                        new CheckoutSessions(
                                mode,
                                new SessionCheck(settings.checkoutHosts(), settings.isLoopback())),
                        new CheckoutPrices(mode, ticker),
                        customers);
        this.invoices = new InvoiceReader(mode);
        this.portalBudget = limits.portalBudget();
        this.events = new StripeEvents(calls, this::requireAccount);
        this.meter = new StripeMeter(calls, this::requireAccount);
    }

    PortalSessions portal() {
        return portal;
    }

    Asked<CustomerState> fetchCustomer(String externalId, Duration budget) {
        return fetch(Operation.FETCH_CUSTOMER, externalId, budget);
    }

    Asked<CustomerState> fetchInBackground(String externalId, Duration budget) {
        return fetch(Operation.SYNC_CUSTOMER, externalId, budget);
    }

    StripeEvents events() {
        return events;
    }

    StripeMeter meter() {
        return meter;
    }

    private Asked<CustomerState> fetch(Operation operation, String externalId, Duration budget) {
        return calls.run(
                operation,
                budget,
                call -> {
                    requireAccount(call);
                    return customers.read(call, mode, externalId);
                });
    }

    Asked<String> createCustomer(TenantId tenant, Duration budget) {
        return calls.run(
                Operation.CREATE_CUSTOMER,
                budget,
                call -> {
                    requireAccount(call);
                    return new Asked.Got<>(creator.create(call, tenant));
                });
    }

    Asked<CheckoutOutcome> openCheckout(CheckoutRequest request) {
        return calls.run(
                Operation.CREATE_CHECKOUT_SESSION,
                request.budget(),
                call -> {
                    ModeCheck.require(mode, request.customer());
                    requireAccount(call);
                    return checkout.open(call, request);
                });
    }

    Asked<InvoiceOutcome> listInvoices(InvoiceQuery query) {
        return calls.run(
                Operation.LIST_INVOICES,
                portalBudget,
                call -> {
                    ModeCheck.require(mode, query.customer());
                    requireAccount(call);
                    return new Asked.Got<>(invoices.read(call, query));
                });
    }

    /** With a key of another account, no answer about a customer means anything. */
    private void requireAccount(Call call) throws StripeException {
        Account known =
                account.get(
                        call.deadline(),
                        () -> {
                            String id = call.stripe().v1().accounts().retrieveCurrent().getId();
                            return new Account(id, isAccepted(id));
                        });
        if (!known.accepted()) {
            throw new UnusableAnswer(Kind.MODE_MISMATCH, "key of another account");
        }
    }

    private boolean isAccepted(String accountId) {
        try {
            return pin.accept(mode, accountId);
        } catch (RuntimeException unknown) {
            // Ours to repair, not Stripe's: it must not open a breaker.
            throw new UnusableAnswer(
                    Kind.ACCOUNT_UNKNOWN,
                    "account pin failed with " + unknown.getClass().getSimpleName());
        }
    }

    Optional<String> accountId() {
        return account.known().map(Account::id);
    }

    /** Whether the pin refused the account: only an operator can help, with another key. */
    boolean isRefused() {
        return account.known().filter(known -> !known.accepted()).isPresent();
    }

    /** Whether the portal can change plans; yes while the configuration in use is not known yet. */
    boolean offersPlanChange() {
        return portal.configuration()
                .map(PortalConfigurations.InUse::offersPlanChange)
                .orElse(true);
    }

    boolean isReady() {
        return portal.configuration().isPresent()
                && calls.canSucceed(Operation.CREATE_PORTAL_SESSION);
    }

    void describe(Map<String, String> details) {
        String prefix = mode.word() + ".";
        details.put(prefix + "key", keyEnding);
        details.put(
                prefix + "account",
                account.known()
                        .map(known -> known.accepted() ? known.id() : known.id() + " refused")
                        .orElse("unknown"));
        details.put(
                prefix + "portal_configuration",
                portal.configuration().map(PortalConfigurations.InUse::id).orElse("missing"));
        details.put(
                prefix + "plan_change",
                portal.configuration()
                        .map(inUse -> inUse.offersPlanChange() ? "offered" : "not offered")
                        .orElse("unknown"));
        calls.describe(prefix, details);
    }
}
