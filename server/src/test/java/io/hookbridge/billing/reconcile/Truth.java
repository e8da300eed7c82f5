package io.hookbridge.billing.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.Customer;
import io.hookbridge.billing.CustomerState;
import io.hookbridge.billing.subscription.BillingRecord;
import io.hookbridge.billing.subscription.PlanAccess;
import io.hookbridge.billing.subscription.Subscription;
import io.hookbridge.billing.subscription.SubscriptionStatus;
import io.hookbridge.billing.sync.StripeWorld;
import io.hookbridge.stripedouble.DoubleMeters.Usage;

import org.jdbi.v3.core.generic.GenericType;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds our rows against Stripe's. */
final class Truth {

    private final StripeWorld world;
    private final List<Customer> customers;
    private final Map<String, Long> seen = new HashMap<>();

    Truth(StripeWorld world, List<Customer> customers) {
        this.world = world;
        this.customers = customers;
    }

    /** Our rows never show a version that is older than one they showed before. */
    void requireNoStepBack() {
        versions()
                .forEach((customer, version) -> {
                    assertThat(version)
                            .as("version of %s", customer)
                            .isGreaterThanOrEqualTo(seen.getOrDefault(customer, 0L));
                    seen.put(customer, version);
                });
    }

    /** The versions that our rows show; 0 for one that was made before the world began. */
    private Map<String, Long> versions() {
        return world.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT c.external_id AS customer,
                                               greatest(0, extract(epoch FROM s.current_period_end)::bigint - :zero)
                                                   AS version
                                          FROM billing_customer c
                                          JOIN subscription s USING (tenant_id, book)
                                        """)
                                .bind("zero", StripeSide.VERSION_0)
                                .setMapKeyColumn("customer")
                                .setMapValueColumn("version")
                                .collectInto(new GenericType<Map<String, Long>>() {}));
    }

    boolean isCustomer(TenantId tenant) {
        return world.subscriptions.find(tenant, StripeWorld.BOOK).isPresent();
    }

    boolean isBraked() {
        return world.number("SELECT count(*) FROM billing_reconcile WHERE state = 'braked'") > 0;
    }

    /** What is still to be done, in words; empty when nothing is. */
    String unrest() {
        return world.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT concat_ws(', ',
                                            (SELECT 'events pending' FROM billing_inbox
                                              WHERE done_at IS NULL LIMIT 1),
                                            (SELECT 'reconcile under way' FROM billing_reconcile
                                              WHERE state <> 'done' LIMIT 1),
                                            (SELECT 'overage not confirmed' FROM overage_hour h
                                               LEFT JOIN overage_report r USING (tenant_id, hour)
                                              WHERE r.state IS DISTINCT FROM 'confirmed' LIMIT 1))
                                        """)
                                .mapTo(String.class)
                                .one());
    }

    void requireEqualRows() {
        customers.forEach(this::requireEqual);
        assertThat(world.stripe.test().customers())
                .as("customers at Stripe")
                .containsExactlyInAnyOrderElementsOf(
                        customers.stream().map(Customer::externalId).toList());
    }

    private void requireEqual(Customer customer) {
        BillingRecord stored = world.stored(customer);
        switch (world.provider.fetchCustomerState(
                Mode.TEST, customer.externalId(), Duration.ofSeconds(20))) {
            case CustomerState.Gone _ -> {
                assertThat(stored.customer().broken()).isTrue();
                assertThat(PlanAccess.givesPaidPlan(stored.subscription(), world.clock.instant()))
                        .isFalse();
            }
            case CustomerState.Known known -> {
                assertThat(stored.customer().broken()).isFalse();
                assertThat(stored.subscription().map(Truth::comparable))
                        .as(customer.externalId())
                        .isEqualTo(known.subscription().map(Truth::comparable));
            }
            case CustomerState.Unavailable unavailable ->
                    throw new AssertionError("the double is not well: " + unavailable);
        }
    }

    /** Of a status that nobody knows, the word is all that can be compared. */
    private static Subscription comparable(Subscription subscription) {
        return SubscriptionStatus.of(subscription.rawStatus()).isPresent()
                ? subscription
                : subscription.withStatus(SubscriptionStatus.UNPAID, subscription.rawStatus());
    }

    void requireEachHourOnce() {
        List<String> used =
                world.jdbi()
                        .withHandle(handle ->
                                handle.createQuery(
                                                """
                                                SELECT extract(epoch FROM hour)::bigint || ' ' || message_count
                                                  FROM overage_hour
                                                """)
                                        .mapTo(String.class)
                                        .list());
        assertThat(world.stripe.test().meters.usages())
                .extracting(Truth::line)
                .containsExactlyInAnyOrderElementsOf(used);
    }

    private static String line(Usage usage) {
        return usage.timestamp().getEpochSecond() + " " + usage.value();
    }
}
