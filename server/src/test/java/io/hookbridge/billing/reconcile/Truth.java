package io.hookbridge.billing.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.Customer;
import io.hookbridge.billing.CustomerState;
import io.hookbridge.billing.reconcile.ReconcileRun.State;
import io.hookbridge.billing.subscription.BillingRecord;
import io.hookbridge.billing.subscription.Subscription;
import io.hookbridge.billing.subscription.SubscriptionStatus;
import io.hookbridge.billing.sync.StripeWorld;
import io.hookbridge.stripedouble.DoubleMeters.Usage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds our rows against Stripe's. */
final class Truth {

    private final StripeWorld world;
    private final List<Customer> customers;
    private final Map<Customer, Long> seen = new HashMap<>();

    Truth(StripeWorld world, List<Customer> customers) {
        this.world = world;
        this.customers = customers;
    }

    /** Our rows never show a version that is older than one they showed before. */
    void requireNoStepBack() {
        for (Customer customer : customers) {
            world.subscription(customer)
                    .ifPresent(subscription -> {
                        long version =
                                Math.max(
                                        0,
                                        subscription.currentPeriodEnd().getEpochSecond()
                                                - StripeSide.VERSION_0);
                        assertThat(version)
                                .as("version of %s", customer.externalId())
                                .isGreaterThanOrEqualTo(seen.getOrDefault(customer, 0L));
                        seen.put(customer, version);
                    });
        }
    }

    /** What is still to be done, in words; empty when nothing is. */
    List<String> unrest() {
        List<String> unrest = new ArrayList<>();
        if (world.pending() > 0) {
            unrest.add("events pending");
        }
        if (world.number("SELECT count(*) FROM billing_reconcile WHERE state <> 'done'") > 0) {
            unrest.add("reconcile under way");
        }
        if (world.number(
                        """
                        SELECT count(*)
                          FROM overage_hour h
                          LEFT JOIN overage_report r ON r.tenant_id = h.tenant_id AND r.hour = h.hour
                         WHERE r.state IS DISTINCT FROM 'confirmed'
                        """)
                > 0) {
            unrest.add("overage not confirmed");
        }
        return unrest;
    }

    void requireEqual() {
        customers.forEach(this::requireEqual);
        requireEachHourOnce();
        assertThat(world.stripe.seen("POST /v1/customers")).isEmpty();
        assertThat(
                        new ReconcileStore(world.jdbi())
                                .find(StripeWorld.BOOK, ReconcileRun.Kind.NIGHTLY)
                                .orElseThrow()
                                .state())
                .isEqualTo(State.DONE);
    }

    private void requireEqual(Customer customer) {
        BillingRecord stored = world.stored(customer);
        switch (world.provider.fetchCustomerState(
                Mode.TEST, customer.externalId(), Duration.ofSeconds(20))) {
            case CustomerState.Gone _ -> {
                assertThat(stored.customer().broken()).isTrue();
                assertThat(stored.subscription().filter(Subscription::grantsPlan)).isEmpty();
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

    private void requireEachHourOnce() {
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
