package io.hookbridge.billing.stripe;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Mode;
import io.hookbridge.base.Patience;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Ticker;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.CustomerState;
import io.hookbridge.billing.provider.PortalOutcome;
import io.hookbridge.billing.provider.PortalRequest;
import io.hookbridge.billing.provider.PortalWish;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;
import io.hookbridge.billing.stripe.account.AccountPin;
import io.hookbridge.billing.stripe.call.StripeLimits;
import io.hookbridge.billing.stripe.price.PlanCatalog;
import io.hookbridge.stripedouble.StripeDouble;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A provider and a double to try it on, in which the customer {@link #CUSTOMER} has the
 * subscription {@link #SUBSCRIPTION} of the plan pro in test mode.
 */
final class Trial implements AutoCloseable {

    static final String CUSTOMER = "cus_FAKE1";
    static final String SUBSCRIPTION = "sub_FAKE1";
    static final Actor MAKER = new Actor(Actor.Kind.OPERATOR, "test");
    static final String RETURN_URL = "https://app.example.org/billing?from=portal&x=%20y";
    static final String GET_ACCOUNT = "GET /v1/account";
    static final String CREATE_SESSION = "POST /v1/billing_portal/sessions";
    static final String LIST_CONFIGURATIONS = "GET /v1/billing_portal/configurations";
    static final String CREATE_CONFIGURATION = "POST /v1/billing_portal/configurations";
    static final String LIST_PRICES = "GET /v1/prices";
    static final String GET_CUSTOMER = "GET /v1/customers/" + CUSTOMER;
    static final String LIST_SUBSCRIPTIONS = "GET /v1/subscriptions";

    /** The usual limits with another budget. */
    static StripeLimits withBudget(Duration budget) {
        return new StripeLimits(
                PATIENT.connectTimeout(),
                PATIENT.attemptTimeout(),
                budget,
                PATIENT.maxRetries(),
                PATIENT.retryPause(),
                PATIENT.places(),
                PATIENT.callsPerSecond(),
                PATIENT.backgroundPerSecond(),
                PATIENT.failuresToOpen(),
                PATIENT.openFor(),
                PATIENT.preparePause());
    }

    /** The usual limits with narrower gates. */
    static StripeLimits withGates(int places, int callsPerSecond, int failuresToOpen) {
        return new StripeLimits(
                PATIENT.connectTimeout(),
                PATIENT.attemptTimeout(),
                PATIENT.portalBudget(),
                PATIENT.maxRetries(),
                PATIENT.retryPause(),
                places,
                callsPerSecond,
                PATIENT.backgroundPerSecond(),
                failuresToOpen,
                PATIENT.openFor(),
                PATIENT.preparePause());
    }

    /** Patient enough for a busy machine; every count beyond what a test reaches by accident. */
    static final StripeLimits PATIENT =
            new StripeLimits(
                    Patience.LONGEST,
                    Patience.LONGEST,
                    Patience.NEVER,
                    2,
                    Duration.ofMillis(4),
                    16,
                    1_000,
                    100_000,
                    1_000,
                    Duration.ofSeconds(10),
                    Duration.ofMillis(10));

    final StripeDouble stripe;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final StripeBillingProvider provider;
    private final AccountPin pin;
    private final PlanCatalog catalog =
            new PlanCatalog(Trial::planByLookupKey, Plans.shipped()::worth, new PricesInMemory());

    private Trial(
            StripeDouble stripe,
            StripeSettings settings,
            StripeLimits limits,
            AccountPin pin,
            Ticker ticker) {
        this.stripe = stripe;
        this.pin = pin;
        this.provider = new StripeBillingProvider(settings, limits, catalog, pin, metrics, ticker);
    }

    static Trial begin() {
        return begin(PATIENT);
    }

    static Trial begin(StripeLimits limits) {
        return begin(limits, (mode, account) -> true, System::nanoTime);
    }

    static Trial begin(StripeLimits limits, AccountPin pin, Ticker ticker) {
        StripeDouble stripe = StripeDouble.start();
        stripe.test().addCustomer(CUSTOMER);
        stripe.test().addPrice("price_FAKEpro", "prod_FAKEpro", "pro_monthly", "month", "licensed");
        stripe.test().addSubscription(SUBSCRIPTION, CUSTOMER, "active", "price_FAKEpro");
        return new Trial(stripe, settings(stripe), limits, pin, ticker);
    }

    /** Another server with the same database, that is, the same pin. */
    StripeBillingProvider second() {
        return second(settings(stripe));
    }

    StripeBillingProvider second(StripeSettings settings) {
        return new StripeBillingProvider(
                settings, PATIENT, catalog, pin, metrics, System::nanoTime);
    }

    static StripeSettings settings(StripeDouble stripe) {
        return new StripeSettings(
                StripeDouble.TEST_KEY,
                StripeDouble.LIVE_KEY,
                stripe.apiBase(),
                Set.of("billing.stripe.com", "127.0.0.1"));
    }

    static Optional<String> planByLookupKey(String lookupKey) {
        return switch (lookupKey) {
            case "pro_monthly", "pro_annual" -> Optional.of("pro");
            case "starter_monthly" -> Optional.of("starter");
            default -> Optional.empty();
        };
    }

    Asked<PortalOutcome> open() {
        return open(provider);
    }

    static Asked<PortalOutcome> open(BillingProvider provider) {
        return provider.createPortalSession(request(Mode.TEST, PortalWish.NONE));
    }

    Asked<CustomerState> fetch() {
        return fetch(provider);
    }

    static Asked<CustomerState> fetch(BillingProvider provider) {
        return provider.fetchCustomerState(Mode.TEST, CUSTOMER, Patience.NEVER);
    }

    /** How many operations ended with that outcome. */
    int ended(String operation, String outcome) {
        return (int)
                metrics.counter(
                                "hookbridge.stripe.operation",
                                "mode",
                                "test",
                                "operation",
                                operation,
                                "outcome",
                                outcome)
                        .count();
    }

    static PortalRequest request(Mode mode, PortalWish wish) {
        return request(mode, CUSTOMER, wish);
    }

    static PortalRequest request(Mode mode, String customer, PortalWish wish) {
        return new PortalRequest(
                new Customer(new TenantId(new UUID(7, 7)), BillingBook.of(mode), customer, false),
                mode,
                new Subscription(
                        SUBSCRIPTION,
                        "pro",
                        SubscriptionStatus.ACTIVE,
                        "active",
                        Interval.MONTHLY,
                        false,
                        false,
                        Instant.ofEpochSecond(1_780_000_000L),
                        Instant.ofEpochSecond(1_782_592_000L)),
                RETURN_URL,
                wish,
                MAKER);
    }

    @Override
    public void close() {
        provider.stop();
        stripe.close();
        stripe.assertNoViolations();
    }
}
