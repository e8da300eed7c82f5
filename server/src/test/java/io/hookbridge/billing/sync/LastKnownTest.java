package io.hookbridge.billing.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.status.BillingStatus;
import io.hookbridge.billing.subscription.PlanAccess;
import io.hookbridge.billing.sync.CustomerSync.Trigger;
import io.hookbridge.billing.sync.StripeWorld.Server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a tenant keeps when Stripe's answer alone would take it: nothing that is paid for is lost.
 */
@Tag("database")
class LastKnownTest {

    private static final Duration BUDGET = Patience.NEVER;

    private final StripeWorld world = StripeWorld.begin();
    private final Server server = world.server();

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unpaid", "paused", "past_due", "incomplete", "canceled"})
    void a_newer_subscription_that_gives_nothing_hides_none_that_is_paid_for(String status) {
        Customer customer = world.subscriber();
        subscribe(customer, "sub_FAKEnewer", status, "price_FAKEsta");
        sync(customer);
        assertThat(world.plan(customer)).isEqualTo("pro active");

        world.later(Duration.ofDays(20));
        sync(customer);
        assertThat(world.plan(customer)).isEqualTo("pro active");
        assertThat(hasAccess(customer)).isTrue();
    }

    @Test
    void a_subscription_that_was_late_while_another_counted_has_no_second_grace() {
        Customer customer = world.subscriber();
        subscribe(customer, "sub_FAKElate", "past_due", "price_FAKEsta");
        sync(customer);
        world.later(Duration.ofDays(20));
        world.status(customer, "canceled");
        sync(customer);
        assertThat(world.plan(customer)).isEqualTo("starter past_due");
        assertThat(hasAccess(customer)).isFalse();
    }

    @Test
    void an_invoice_of_thirty_days_that_is_not_paid_leaves_fourteen_more() {
        Customer customer = world.subscriber();
        change(
                customer,
                json -> {
                    json.put("collection_method", "send_invoice");
                    json.put("days_until_due", 30);
                });
        sync(customer);
        world.later(Duration.ofDays(31));
        world.status(customer, "past_due");
        sync(customer);
        Instant since = world.clock.instant();

        world.later(Duration.ofDays(13));
        sync(customer);
        assertThat(pastDueSince(customer)).isEqualTo(since);
        assertThat(hasAccess(customer)).isTrue();
        world.later(Duration.ofDays(1));
        assertThat(hasAccess(customer)).isFalse();
        sync(customer);
        assertThat(pastDueSince(customer)).isEqualTo(since);
    }

    @Test
    void a_proration_that_fails_in_the_sixth_month_of_a_year_leaves_fourteen_days() {
        Customer customer = world.subscriber();
        world.later(Duration.ofDays(170));
        world.status(customer, "past_due");
        sync(customer);
        assertThat(hasAccess(customer)).isTrue();
        world.later(Duration.ofDays(13));
        // A renewal that is not paid either is the same trouble, not a new one.
        change(customer, json -> periodOf(json, world.clock.instant()));
        sync(customer);
        world.later(Duration.ofDays(1));
        assertThat(hasAccess(customer)).isFalse();
    }

    @Test
    void who_paid_has_a_new_grace_the_next_time() {
        Customer customer = world.subscriber();
        world.status(customer, "past_due");
        sync(customer);
        world.later(Duration.ofDays(13));
        world.status(customer, "active");
        sync(customer);
        assertThat(world.subscription(customer).orElseThrow().milestones().pastDueSince()).isNull();
        world.later(Duration.ofDays(13));
        world.status(customer, "past_due");
        sync(customer);
        assertThat(pastDueSince(customer)).isEqualTo(world.clock.instant());
        assertThat(hasAccess(customer)).isTrue();
    }

    @Test
    void a_lookup_key_that_moves_to_a_dearer_price_takes_no_plan() {
        Customer customer = world.subscriber();
        world.stripe.test().addPrice("price_FAKEdear", "prod_FAKEpro", "new", "month", "licensed");
        world.stripe.test().transferLookupKey("pro_monthly", "price_FAKEdear");
        sync(customer);
        assertThat(world.plan(customer)).isEqualTo("pro active");

        Customer later = world.customer();
        subscribe(later, "sub_FAKElater", "active", "price_FAKEdear");
        sync(later);
        assertThat(world.plan(later)).isEqualTo("pro active");

        // Another subscription at the old price, which this server never read before.
        Customer old = world.customer();
        subscribe(old, "sub_FAKEold", "active", "price_FAKEpro");
        sync(old);
        assertThat(world.plan(old)).isEqualTo("pro active");
        assertThat(world.alerts(BillingAlerts.Kind.UNKNOWN_PRICE)).isZero();
        assertThat(fact("unknown_prices")).isEqualTo(0);
    }

    @Test
    void a_price_that_nobody_knows_keeps_the_last_plan_and_is_told_of() {
        Customer customer = world.subscriber();
        world.stripe.test().addPrice("price_FAKEodd", "prod_FAKEodd", "odd", "month", "licensed");
        change(customer, json -> price(json).put("id", "price_FAKEodd").put("lookup_key", "odd"));
        sync(customer);
        sync(customer);
        assertThat(world.plan(customer)).isEqualTo("pro active");
        assertThat(hasAccess(customer)).isTrue();
        assertThat(world.alerts(BillingAlerts.Kind.UNKNOWN_PRICE)).isEqualTo(2);
        assertThat(fact("unknown_prices")).isEqualTo(1);
        assertThat(details("subscription.price_unknown")).containsExactly("price_FAKEodd");

        change(customer, json -> price(json).put("lookup_key", "starter_monthly"));
        sync(customer);
        assertThat(world.plan(customer)).isEqualTo("starter active");
        assertThat(fact("unknown_prices")).isEqualTo(0);
    }

    @Test
    void a_price_that_nobody_knows_gives_a_new_subscription_nothing_and_is_told_of() {
        world.stripe.test().addPrice("price_FAKEodd", "prod_FAKEodd", "odd", "month", "licensed");
        Customer customer = world.customer();
        subscribe(customer, "sub_FAKEodd", "active", "price_FAKEodd");
        sync(customer);
        assertThat(world.plan(customer)).isEqualTo("free active");
        assertThat(world.alerts(BillingAlerts.Kind.UNKNOWN_PRICE)).isEqualTo(1);
    }

    @Test
    void a_plan_that_left_the_file_is_told_of() {
        Customer customer = world.customer();
        world.stripe
                .test()
                .addPrice(
                        "price_FAKEold", "prod_FAKEold", "withdrawn_monthly", "month", "licensed");
        subscribe(customer, "sub_FAKEold", "active", "price_FAKEold");
        sync(customer);
        assertThat(world.plan(customer)).isEqualTo("withdrawn active");
        assertThat(world.alerts(BillingAlerts.Kind.UNKNOWN_PRICE)).isEqualTo(1);
    }

    @Test
    void a_status_that_nobody_knows_keeps_what_a_subscription_gave_that_did_not_count() {
        Customer customer = world.subscriber();
        subscribe(customer, "sub_FAKEother", "active", "price_FAKEsta");
        sync(customer);
        world.stripe
                .test()
                .events
                .change("sub_FAKEother", json -> json.put("status", "hibernating"));
        world.status(customer, "canceled");
        sync(customer);
        assertThat(world.plan(customer)).isEqualTo("starter active");
        assertThat(world.subscription(customer).orElseThrow().rawStatus()).isEqualTo("hibernating");
    }

    @Test
    void of_a_customer_who_is_gone_stripes_last_word_stays_and_the_rest_is_told_elsewhere() {
        Customer customer = world.subscriber();
        world.status(customer, "past_due");
        sync(customer);
        world.later(Duration.ofHours(1));
        world.stripe.test().deleteCustomer(customer.externalId());
        sync(customer);

        Subscription gone = world.subscription(customer).orElseThrow();
        assertThat(gone.status().word()).isEqualTo("canceled");
        assertThat(gone.rawStatus()).isEqualTo("past_due");
        assertThat(gone.milestones().goneSince()).isEqualTo(world.clock.instant());
        assertThat(gone.milestones().pastDueSince()).isNull();
        assertThat(details("subscription.changed"))
                .last()
                .isEqualTo("pro past_due to pro canceled, gone at the provider");
    }

    @Test
    void of_a_subscription_that_stripe_no_longer_lists_the_last_word_stays() {
        Customer customer = world.subscriber();
        world.stripe.test().removeSubscription(StripeWorld.subscriptionOf(customer));
        sync(customer);
        Subscription gone = world.subscription(customer).orElseThrow();
        assertThat(gone.rawStatus()).isEqualTo("active");
        assertThat(gone.milestones().goneSince()).isEqualTo(world.clock.instant());
        assertThat(hasAccess(customer)).isFalse();

        subscribe(customer, StripeWorld.subscriptionOf(customer), "active", "price_FAKEpro");
        sync(customer);
        assertThat(world.subscription(customer).orElseThrow().milestones().goneSince()).isNull();
        assertThat(hasAccess(customer)).isTrue();
    }

    private void subscribe(Customer customer, String id, String status, String price) {
        world.stripe.test().events.subscribe(id, customer.externalId(), status, price);
    }

    private void change(Customer customer, Consumer<ObjectNode> change) {
        world.stripe.test().events.change(StripeWorld.subscriptionOf(customer), change);
    }

    private static ObjectNode price(ObjectNode subscription) {
        return (ObjectNode) subscription.at("/items/data/0/price");
    }

    private static void periodOf(ObjectNode subscription, Instant start) {
        ObjectNode item = (ObjectNode) subscription.at("/items/data/0");
        item.put("current_period_start", start.getEpochSecond());
        item.put("current_period_end", start.plus(Duration.ofDays(30)).getEpochSecond());
    }

    private void sync(Customer customer) {
        SyncOutcome outcome = server.sync().now(customer, Trigger.OPERATOR, BUDGET);
        assertThat(outcome.isCurrent()).as(outcome.toString()).isTrue();
    }

    private boolean hasAccess(Customer customer) {
        Optional<Subscription> row = world.subscription(customer);
        return PlanAccess.givesPaidPlan(row, world.clock.instant());
    }

    private Instant pastDueSince(Customer customer) {
        return Objects.requireNonNull(
                world.subscription(customer).orElseThrow().milestones().pastDueSince());
    }

    private Object fact(String name) {
        return Objects.requireNonNull(
                new BillingStatus(world.jdbi(), world.clock).facts(StripeWorld.BOOK).get(name));
    }

    private List<String> details(String action) {
        return world.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        "SELECT detail FROM audit_event WHERE action = :action ORDER BY id")
                                .bind("action", action)
                                .mapTo(String.class)
                                .list());
    }
}
