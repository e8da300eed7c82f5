package io.hookbridge.billing.reconcile;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.Customer;
import io.hookbridge.billing.sync.StripeWorld;
import io.hookbridge.stripedouble.DoubleAccount;
import io.hookbridge.stripedouble.Fault;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What happens at Stripe, and with its customers, in a world of chaos. Each change of a customer
 * gives all of its subscriptions the next version, which they carry as the second at which their
 * period ends.
 */
final class StripeSide {

    /** The end of a period of version 0; after whatever a world lives through. */
    static final long VERSION_0 = 1_790_000_000L;

    private static final List<String> STATUSES =
            List.of(
                    "active",
                    "active",
                    "past_due",
                    "trialing",
                    "unpaid",
                    "paused",
                    "canceled",
                    "incomplete_expired",
                    "hibernating");

    private final StripeWorld world;
    private final Random random;
    private final List<Customer> customers;
    private final Map<Customer, List<String>> subscriptions = new HashMap<>();
    private final Map<Customer, Integer> versions = new HashMap<>();
    private final Set<Customer> deleted = new HashSet<>();
    private Instant keysForgotten;
    private int count;

    /**
     * @param customers the first one is billed by usage and stays a customer
     */
    StripeSide(StripeWorld world, Random random, List<Customer> customers) {
        this.world = world;
        this.random = random;
        this.customers = customers;
        this.keysForgotten = world.clock.instant();
        for (Customer customer : customers) {
            subscriptions.put(
                    customer,
                    new ArrayList<>(
                            world.subscription(customer).isPresent()
                                    ? List.of(StripeWorld.subscriptionOf(customer))
                                    : List.of()));
        }
    }

    Customer any() {
        return customers.get(random.nextInt(customers.size()));
    }

    private DoubleAccount account() {
        return world.stripe.test();
    }

    TenantId newcomer() {
        return world.tenant();
    }

    void add(Customer customer) {
        customers.add(customer);
    }

    Customer named(String externalId) {
        return customers.stream()
                .filter(customer -> customer.externalId().equals(externalId))
                .findFirst()
                .orElseThrow();
    }

    /** Something changes for the customer. */
    void change(Customer customer) {
        List<String> owned = of(customer);
        if (deleted.contains(customer)) {
            return;
        }
        boolean usage = customer.equals(customers.getFirst());
        int kind = random.nextInt(12);
        if (kind == 0 && !usage) {
            account().events.deleteCustomer(customer.externalId());
            deleted.add(customer);
        } else if (owned.isEmpty() || (kind == 1 && !usage)) {
            String id = "sub_FAKEmore" + ++count;
            account().events.subscribe(id, customer.externalId(), status(), price());
            owned.add(id);
        } else {
            account()
                    .events
                    .change(owned.get(random.nextInt(owned.size())), json -> change(json, usage));
        }
        nextVersion(customer);
    }

    private void change(ObjectNode subscription, boolean usage) {
        switch (random.nextInt(4)) {
            case 0 ->
                    subscription.put(
                            "cancel_at_period_end",
                            !subscription.get("cancel_at_period_end").asBoolean());
            case 1 -> {
                if (!usage) {
                    ObjectNode price = (ObjectNode) subscription.at("/items/data/0/price");
                    price.put(
                            "lookup_key", random.nextBoolean() ? "pro_monthly" : "starter_monthly");
                }
            }
            default -> subscription.put("status", usage ? liveStatus() : status());
        }
    }

    /** An end is for good: usage after it is nobody's to bill. */
    private String liveStatus() {
        String status = status();
        return status.equals("canceled") || status.equals("incomplete_expired") ? "active" : status;
    }

    private String status() {
        return STATUSES.get(random.nextInt(STATUSES.size()));
    }

    private String price() {
        return random.nextBoolean() ? "price_FAKEpro" : "price_FAKEsta";
    }

    private List<String> of(Customer customer) {
        return subscriptions.computeIfAbsent(customer, _ -> new ArrayList<>());
    }

    private void nextVersion(Customer customer) {
        long end = VERSION_0 + versions.merge(customer, 1, Integer::sum);
        for (String id : of(customer)) {
            account()
                    .changeSubscription(
                            id,
                            json ->
                                    json.at("/items/data")
                                            .forEach(item ->
                                                    ((ObjectNode) item)
                                                            .put("current_period_end", end)));
        }
    }

    /** The tenant that is billed by usage sends messages above its plan in the present hour. */
    void use() {
        world.jdbi()
                .useHandle(handle ->
                        handle.createUpdate(
                                        """
                                        INSERT INTO overage_hour AS h VALUES (:tenant, :hour, :messages)
                                        ON CONFLICT (tenant_id, hour) DO UPDATE
                                           SET message_count = h.message_count + excluded.message_count
                                        """)
                                .bind("tenant", customers.getFirst().tenant().value())
                                .bind("hour", world.clock.instant().truncatedTo(ChronoUnit.HOURS))
                                .bind("messages", 1L + random.nextInt(50))
                                .execute());
    }

    /** Some of the next requests of an operation fail. */
    void misbehave(List<Fault> faults) {
        String operation =
                switch (random.nextInt(7)) {
                    case 0, 1 -> "GET /v1/subscriptions";
                    case 2 -> "GET /v1/customers/" + any().externalId();
                    case 3 -> "GET /v1/events";
                    case 4, 5 -> "POST /v1/billing/meter_events";
                    default -> "GET /v1/billing/meters/mtr_FAKE1/event_summaries";
                };
        world.stripe.fail(
                operation, faults.get(random.nextInt(faults.size())), 1 + random.nextInt(4));
    }

    void later(Duration step) {
        world.later(step);
        if (keysForgotten.plus(Duration.ofHours(24)).isBefore(world.clock.instant())) {
            account().forgetIdempotencyKeys();
            keysForgotten = world.clock.instant();
        }
    }
}
