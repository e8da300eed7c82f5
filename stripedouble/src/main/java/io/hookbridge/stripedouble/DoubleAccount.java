package io.hookbridge.stripedouble;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One mode of the Stripe account: what exists in it. Tests fill it through the public methods;
 * requests see it through the operations, one at a time.
 */
public final class DoubleAccount {

    private static final long FIRST_CREATED = 1_780_000_000L;

    final boolean live;
    final StripeObjects objects;
    final Resources customers = new Resources("/v1/customers");
    final Resources prices = new Resources("/v1/prices");
    final Resources subscriptions = new Resources("/v1/subscriptions");
    final Resources configurations = new Resources("/v1/billing_portal/configurations");
    final Resources sessions = new Resources("/v1/billing_portal/sessions");

    /** What happened in the account. */
    public final DoubleEvents events = new DoubleEvents(this);

    /** What is billed by usage. */
    public final DoubleMeters meters = new DoubleMeters(this);

    final Resources invoices = new Resources("/v1/invoices");
    final DoubleCheckouts checkouts = new DoubleCheckouts();
    final CheckoutObjects checkoutObjects;
    final IdempotencyKeys idempotencyKeys;
    private String accountId = "acct_FAKE000000000001";

    DoubleAccount(boolean live, Violations violations) {
        this.live = live;
        this.objects = new StripeObjects(live, FIRST_CREATED);
        this.checkoutObjects = new CheckoutObjects(objects);
        this.idempotencyKeys = new IdempotencyKeys(violations);
    }

    private volatile InstantSource clock =
            InstantSource.fixed(Instant.ofEpochSecond(FIRST_CREATED));

    /** Where events and meters read the time; without it, time stands still. */
    public void clock(InstantSource newClock) {
        clock = newClock;
    }

    Instant now() {
        return clock.instant();
    }

    /** Stripe keeps the answers to idempotency keys for a day. */
    public void forgetIdempotencyKeys() {
        idempotencyKeys.clear();
    }

    public synchronized String accountId() {
        return accountId;
    }

    public synchronized void accountId(String id) {
        accountId = id;
    }

    public synchronized void addCustomer(String id) {
        customers.add(objects.customer(id));
    }

    /** Changes the JSON of a customer in any way. */
    public synchronized void changeCustomer(String id, Consumer<ObjectNode> change) {
        change.accept(customers.find(id).orElseThrow());
    }

    /** Leaves what Stripe leaves of a deleted customer: an object that says so. */
    public synchronized void deleteCustomer(String id) {
        customers.add(StripeObjects.deletedCustomer(id));
    }

    /**
     * @param interval {@code month} or {@code year}
     * @param usage {@code licensed} or {@code metered}
     */
    public synchronized void addPrice(
            String id, String product, String lookupKey, String interval, String usage) {
        prices.add(objects.price(id, product, lookupKey, interval, usage));
    }

    /** Changes the JSON of a price in any way. */
    public synchronized void changePrice(String id, Consumer<ObjectNode> change) {
        change.accept(prices.find(id).orElseThrow());
    }

    /** The price, as a copy. */
    public synchronized ObjectNode price(String id) {
        return prices.find(id).orElseThrow().deepCopy();
    }

    /**
     * Gives a price the lookup key of another one, which has none from then on; so do they in every
     * subscription.
     */
    public synchronized void transferLookupKey(String lookupKey, String to) {
        for (ObjectNode price : everyPrice()) {
            if (price.get("id").asString().equals(to)) {
                price.put("lookup_key", lookupKey);
            } else if (price.path("lookup_key").asString("").equals(lookupKey)) {
                price.putNull("lookup_key");
            }
        }
    }

    /** The prices, and what subscriptions show of them. */
    private List<ObjectNode> everyPrice() {
        return Stream.concat(
                        prices.all().stream(),
                        subscriptions.all().stream()
                                .flatMap(each -> each.at("/items/data").valueStream())
                                .map(item -> (ObjectNode) item.get("price")))
                .toList();
    }

    /** Adds a subscription with one item for each price; later ones are newer. */
    public synchronized void addSubscription(
            String id, String customer, String status, String... priceIds) {
        List<ObjectNode> items =
                Arrays.stream(priceIds).map(price -> prices.find(price).orElseThrow()).toList();
        subscriptions.add(objects.subscription(id, customer, status, items));
    }

    /** Changes the JSON of a subscription in any way. */
    public synchronized void changeSubscription(String id, Consumer<ObjectNode> change) {
        change.accept(subscriptions.find(id).orElseThrow());
    }

    /** Leaves nothing of a subscription, as the end of a test clock does. */
    public synchronized void removeSubscription(String id) {
        subscriptions.remove(id);
    }

    /** Takes a price from sale, as a person can in the dashboard. */
    public synchronized void archivePrice(String id) {
        prices.find(id).orElseThrow().put("active", false);
    }

    /** The identifiers of all customers, oldest first. */
    public synchronized List<String> customers() {
        return customers.all().stream().map(customer -> customer.get("id").asString()).toList();
    }

    /** The customer, deleted or not, as a copy. */
    public synchronized ObjectNode customer(String id) {
        return customers.find(id).orElseThrow().deepCopy();
    }

    /** The customer's subscriptions, oldest first, as copies. */
    public synchronized List<ObjectNode> subscriptions(String customer) {
        return copiesOf(subscriptions, customer);
    }

    /** The customer's checkout sessions in any state, oldest first, as copies. */
    public synchronized List<ObjectNode> checkouts(String customer) {
        return copiesOf(checkouts.sessions, customer);
    }

    /** Somebody pays: the session becomes a subscription and a paid invoice. */
    public synchronized void completeCheckout(String id) {
        checkouts.complete(this, id);
    }

    /** The session reaches its end unpaid. */
    public synchronized void expireCheckout(String id) {
        DoubleCheckouts.end(checkouts.sessions.find(id).orElseThrow(), "expired");
    }

    /** Adds an invoice; later ones are newer. */
    public synchronized void addInvoice(String id, String customer, String status, long amount) {
        invoices.add(
                checkoutObjects.invoice(id, customer, status, Map.of("1 × pro_monthly", amount)));
    }

    /** Changes the JSON of an invoice in any way. */
    public synchronized void changeInvoice(String id, Consumer<ObjectNode> change) {
        change.accept(invoices.find(id).orElseThrow());
    }

    private static List<ObjectNode> copiesOf(Resources resources, String customer) {
        return resources.all().stream()
                .filter(object -> object.get("customer").asString().equals(customer))
                .map(ObjectNode::deepCopy)
                .toList();
    }

    /** Adds a portal configuration of somebody else's. */
    public synchronized void addForeignConfiguration(String id) {
        ObjectNode params = Json.object();
        params.putObject("features");
        params.putObject("metadata");
        configurations.add(objects.configuration(id, params));
    }

    /** Switches every portal configuration off, as a person can in the dashboard. */
    public synchronized void deactivateConfigurations() {
        configurations.all().forEach(configuration -> configuration.put("active", false));
    }

    /** The portal configurations, oldest first, as copies. */
    public synchronized List<ObjectNode> configurations() {
        return configurations.all().stream().map(ObjectNode::deepCopy).toList();
    }
}
