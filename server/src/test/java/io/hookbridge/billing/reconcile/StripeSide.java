package io.hookbridge.billing.reconcile;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.Customer;
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
    private final Map<Customer, List<Map<String, Sold>>> history = new HashMap<>();
    private final Shelf shelf;
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
        this.shelf = new Shelf(world.stripe.test(), random);
        for (Customer customer : customers) {
            subscriptions.put(
                    customer,
                    new ArrayList<>(
                            world.subscription(customer).isPresent()
                                    ? List.of(StripeWorld.subscriptionOf(customer))
                                    : List.of()));
            keepVersion(customer);
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
        keepVersion(customer);
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
            account().events.subscribe(id, customer.externalId(), status(), shelf.items());
            owned.add(id);
        } else {
            account()
                    .events
                    .change(owned.get(random.nextInt(owned.size())), json -> change(json, usage));
        }
        nextVersion(customer);
    }

    private void change(ObjectNode subscription, boolean usage) {
        switch (random.nextInt(9)) {
            case 0 ->
                    subscription.put(
                            "cancel_at_period_end",
                            !subscription.get("cancel_at_period_end").asBoolean());
            case 1 -> {
                if (!usage) {
                    shelf.changePlan(subscription);
                }
            }
            case 2 -> setToEnd(subscription);
            case 3 -> {
                boolean invoiced = random.nextBoolean();
                subscription.put(
                        "collection_method", invoiced ? "send_invoice" : "charge_automatically");
                subscription.put("days_until_due", invoiced ? 30 : 0);
            }
            case 4 -> subscription.put("schedule", "sub_sched_FAKE" + random.nextInt(9));
            default -> changeStatus(subscription, usage);
        }
    }

    /** Before the period's end, or far beyond it, or not at all. */
    private void setToEnd(ObjectNode subscription) {
        if (random.nextInt(3) == 0) {
            subscription.putNull("cancel_at");
        } else {
            subscription.put("cancel_at", VERSION_0 + random.nextInt(-9_000_000, 9_000_000));
        }
    }

    private void changeStatus(ObjectNode subscription, boolean usage) {
        String status = usage ? liveStatus() : status();
        subscription.put("status", status);
        if (status.equals("canceled")) {
            subscription.put("ended_at", world.clock.instant().getEpochSecond());
        } else {
            subscription.putNull("ended_at");
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

    private List<String> of(Customer customer) {
        return subscriptions.computeIfAbsent(customer, _ -> new ArrayList<>());
    }

    private void nextVersion(Customer customer) {
        long end = VERSION_0 + versions(customer).size();
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
        keepVersion(customer);
    }

    private void keepVersion(Customer customer) {
        Map<String, Sold> sold = new HashMap<>();
        for (ObjectNode each : account().subscriptions(customer.externalId())) {
            sold.put(
                    each.get("id").asString(),
                    new Sold(
                            each.get("status").asString(),
                            shelf.planOf(each),
                            world.clock.instant()));
        }
        versions(customer).add(sold);
    }

    /**
     * What a customer had in one version.
     *
     * @param status Stripe's word
     * @param plan what is paid for, whatever lookup keys say; empty where nobody can know
     * @param at when the version began
     */
    record Sold(String status, String plan, Instant at) {}

    /** The customer's versions in order, each with its subscriptions by their identifiers. */
    List<Map<String, Sold>> versions(Customer customer) {
        return history.computeIfAbsent(customer, _ -> new ArrayList<>());
    }

    /** A plan gets dearer: its lookup key goes to another price. */
    void raisePrices() {
        shelf.raisePrices();
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
