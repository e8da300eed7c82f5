package io.hookbridge.billing.sync;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.overage.ReportOverage;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.reconcile.ReadMissedEvents;
import io.hookbridge.billing.reconcile.Reconcile;
import io.hookbridge.billing.stripe.StripeBillingProvider;
import io.hookbridge.billing.stripe.StripeSettings;
import io.hookbridge.billing.stripe.call.StripeLimits;
import io.hookbridge.billing.stripe.price.PlanCatalog;
import io.hookbridge.billing.stripe.price.PlanPriceStore;
import io.hookbridge.billing.stripe.webhook.WebhookIntake;
import io.hookbridge.billing.subscription.BillingRecord;
import io.hookbridge.billing.subscription.Subscriptions;
import io.hookbridge.db.Database;
import io.hookbridge.db.Lease;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.stripedouble.StripeDouble;
import io.hookbridge.stripedouble.WebhookDelivery;
import io.hookbridge.tenant.Tenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;

import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * Stripe's double in test mode, a database, a clock that stands still until it is moved, and as
 * many servers as a test starts on them. A server here is its objects in memory: leaving them
 * behind is what a crash does.
 */
public final class StripeWorld implements AutoCloseable {

    public static final String SECRET = "whsec_FAKE0000000000000000";
    public static final String METER = "hookbridge_overage";
    public static final BillingBook BOOK = BillingBook.TEST;
    public static final Plans PLANS = Plans.shipped();
    public static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "test");

    /** When the double's first objects are made, and some hours. */
    private static final Instant BEGIN = Instant.ofEpochSecond(1_780_000_000L).plusSeconds(20_000);

    /** Nothing waits and no breaker opens, unless a test is about that. */
    public static final StripeLimits UNLIMITED =
            new StripeLimits(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(30),
                    0,
                    Duration.ofMillis(1),
                    64,
                    1_000_000,
                    1_000_000,
                    1_000_000,
                    Duration.ofSeconds(10),
                    Duration.ofMillis(10));

    private final Optional<TestDatabase> own;
    public final Database database;
    public final StripeDouble stripe = StripeDouble.start();
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
    public final InstantSource clock = now::get;
    public final Uuid7 ids = new Uuid7(clock);
    public final Subscriptions subscriptions;
    public final StripeBillingProvider provider;
    private final Tenants tenants;
    private final AtomicInteger count = new AtomicInteger();

    private StripeWorld(Optional<TestDatabase> own, Database database, StripeLimits limits) {
        this.own = own;
        this.database = database;
        this.subscriptions = new Subscriptions(jdbi(), ids, clock);
        this.tenants = new Tenants(jdbi(), ids, clock);
        this.provider =
                new StripeBillingProvider(
                        new StripeSettings(
                                StripeDouble.TEST_KEY,
                                null,
                                stripe.apiBase(),
                                Set.of("billing.stripe.com")),
                        limits,
                        new PlanCatalog(
                                StripeWorld::planByLookupKey,
                                PLANS::worth,
                                new PlanPriceStore(database.jdbi())),
                        (mode, account) -> true,
                        meters,
                        System::nanoTime);
        stripe.test().clock(clock);
        stripe.test().addPrice("price_FAKEpro", "prod_FAKEpro", "pro_monthly", "month", "licensed");
        stripe.test()
                .addPrice("price_FAKEsta", "prod_FAKEsta", "starter_monthly", "month", "licensed");
        stripe.test().addPrice("price_FAKEover", "prod_FAKEover", "overage", "month", "metered");
        stripe.test().meters.add("mtr_FAKE1", METER);
    }

    public static StripeWorld begin() {
        return begin(UNLIMITED);
    }

    public static StripeWorld begin(StripeLimits limits) {
        TestDatabase own = TestDatabase.create();
        return new StripeWorld(
                Optional.of(own),
                Database.open(own.address(), 16, new SimpleMeterRegistry(), System::nanoTime),
                limits);
    }

    /** A world on a database that others may have used before; their rows are gone. */
    public static StripeWorld on(Database database) {
        database.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                DELETE FROM overage_report;
                                DELETE FROM billing_reconcile_item;
                                DELETE FROM billing_reconcile;
                                DELETE FROM billing_event_list;
                                DELETE FROM billing_inbox;
                                DELETE FROM customer_sync;
                                DELETE FROM heard_subscription;
                                DELETE FROM plan_price;
                                DELETE FROM subscription;
                                DELETE FROM billing_customer;
                                DELETE FROM overage_hour;
                                DELETE FROM lease
                                """));
        return new StripeWorld(Optional.empty(), database, UNLIMITED);
    }

    private static Optional<String> planByLookupKey(String lookupKey) {
        return switch (lookupKey) {
            case "pro_monthly" -> Optional.of("pro");
            case "starter_monthly" -> Optional.of("starter");
            // Of a plan that is not in the file any more.
            case "withdrawn_monthly" -> Optional.of("withdrawn");
            default -> Optional.empty();
        };
    }

    /** What one running server has in memory. */
    public record Server(
            Lease lease,
            Inbox inbox,
            WebhookIntake intake,
            CustomerSync sync,
            DrainInbox drain,
            RefreshTenant refresh,
            ReadMissedEvents missedEvents,
            Reconcile reconcile,
            ReportOverage overage) {}

    public Server server() {
        return server(Steps.UNWATCHED, UnaryOperator.identity());
    }

    /**
     * A server that has just started.
     *
     * @param asked stands between the server and Stripe
     */
    public Server server(Steps steps, UnaryOperator<BillingProvider> asked) {
        BillingProvider through = asked.apply(provider);
        BillingAlerts alerts = new BillingAlerts(meters);
        Lease lease = new Lease(jdbi(), clock, "billing", ids.next(), Duration.ofSeconds(30));
        Inbox inbox = new Inbox(jdbi(), clock);
        CustomerSync sync =
                new CustomerSync(
                        through, subscriptions, PLANS, alerts, meters, jdbi(), ids, clock, steps);
        return new Server(
                lease,
                inbox,
                new WebhookIntake(Map.of(Mode.TEST, List.of(SECRET)), inbox, alerts, clock),
                sync,
                new DrainInbox(inbox, sync, lease, jdbi(), clock),
                new RefreshTenant(
                        through,
                        subscriptions,
                        sync,
                        () -> clock.instant().getEpochSecond() * 1_000_000_000L),
                new ReadMissedEvents(through, inbox, alerts, jdbi(), clock, steps),
                new Reconcile(sync, alerts, meters, jdbi(), ids, clock, steps),
                new ReportOverage(
                        through, alerts, meters, lease, jdbi(), ids, clock, METER, steps));
    }

    public Jdbi jdbi() {
        return database.jdbi();
    }

    public void later(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    public TenantId tenant() {
        return tenants.create("Tenant", OPERATOR).id();
    }

    /** A tenant that is linked to a customer without a subscription. */
    public Customer customer() {
        TenantId tenant = tenant();
        String id = "cus_FAKE" + count.incrementAndGet();
        stripe.test().addCustomer(id);
        Customer customer = new Customer(tenant, BOOK, id, false);
        if (!subscriptions.link(customer, OPERATOR)) {
            throw new IllegalStateException("not linked");
        }
        return customer;
    }

    /** The subscription of the customer made last that {@link #subscriber} adds. */
    public static String subscriptionOf(Customer customer) {
        return customer.externalId().replace("cus_", "sub_");
    }

    /** A customer with an active subscription of the plan pro that our rows show already. */
    public Customer subscriber(String... prices) {
        Customer customer = customer();
        stripe.test()
                .events
                .subscribe(
                        subscriptionOf(customer),
                        customer.externalId(),
                        "active",
                        prices.length == 0 ? new String[] {"price_FAKEpro"} : prices);
        server().sync().now(customer, CustomerSync.Trigger.OPERATOR, Duration.ofSeconds(20));
        return customer;
    }

    /** Sets the subscription's status at Stripe, which leaves an event. */
    public void status(Customer customer, String status) {
        stripe.test().events.change(subscriptionOf(customer), json -> json.put("status", status));
    }

    /** The newest event. */
    public ObjectNode lastEvent() {
        return stripe.test().events.last();
    }

    public WebhookIntake.Receipt deliver(Server server, ObjectNode event) {
        WebhookDelivery delivery = WebhookDelivery.of(event, SECRET, clock.instant());
        return server.intake()
                .receive(
                        Mode.TEST,
                        delivery.signature(),
                        delivery.body().getBytes(StandardCharsets.UTF_8));
    }

    public BillingRecord stored(Customer customer) {
        return subscriptions.find(customer.tenant(), BOOK).orElseThrow();
    }

    /** Plan and status as our rows have them; {@code none} without a subscription. */
    public String plan(Customer customer) {
        return stored(customer)
                .subscription()
                .map(found -> found.plan() + " " + found.status().word())
                .orElse("none");
    }

    public Optional<Subscription> subscription(Customer customer) {
        return stored(customer).subscription();
    }

    /** How many events no fetch covers yet. */
    public int pending() {
        return number("SELECT count(*) FROM billing_inbox WHERE done_at IS NULL");
    }

    public int number(String sql) {
        return jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }

    public int alerts(BillingAlerts.Kind kind) {
        return (int) meters.counter("hookbridge.billing.alert", "kind", kind.word()).count();
    }

    @Override
    public void close() {
        provider.stop();
        stripe.close();
        own.ifPresent(testDatabase -> {
            database.close();
            testDatabase.close();
        });
        stripe.assertNoViolations();
    }
}
