package io.hookbridge.stripedouble;

import com.stripe.Stripe;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.function.Consumer;

/**
 * Changes in one account that leave an event behind, as everything at Stripe does, and the events
 * so far. A test delivers them, or not, in whatever order it likes.
 */
public final class DoubleEvents {

    private final DoubleAccount account;
    private final Resources events = new Resources("/v1/events");
    private ObjectNode last = Json.object();
    private int count;

    DoubleEvents(DoubleAccount account) {
        this.account = account;
    }

    /** Somebody subscribes. */
    public void subscribe(String id, String customer, String status, String... prices) {
        synchronized (account) {
            account.addSubscription(id, customer, status, prices);
            record("customer.subscription.created", subscription(id));
        }
    }

    /** A subscription changes in any way; its end is an event of another type. */
    public void change(String subscription, Consumer<ObjectNode> change) {
        synchronized (account) {
            account.changeSubscription(subscription, change);
            boolean ended = subscription(subscription).get("status").asString().equals("canceled");
            record(
                    ended ? "customer.subscription.deleted" : "customer.subscription.updated",
                    subscription(subscription));
        }
    }

    /** A customer is deleted, and with it whatever it was subscribed to. */
    public void deleteCustomer(String customer) {
        synchronized (account) {
            for (ObjectNode subscription : account.subscriptions.all()) {
                if (subscription.get("customer").asString().equals(customer)) {
                    change(
                            subscription.get("id").asString(),
                            json -> json.put("status", "canceled"));
                }
            }
            record("customer.deleted", account.customers.find(customer).orElseThrow());
            account.deleteCustomer(customer);
        }
    }

    /** Adds an event about an object. */
    public ObjectNode record(String type, ObjectNode object) {
        synchronized (account) {
            ObjectNode event = Json.object();
            event.put("id", "evt_FAKE%s%06d".formatted(account.live ? "live" : "test", ++count));
            event.put("object", "event");
            event.put("api_version", Stripe.API_VERSION);
            event.put("created", account.now().getEpochSecond());
            event.put("livemode", account.live);
            event.put("pending_webhooks", 1);
            event.putNull("request");
            event.put("type", type);
            event.putObject("data").set("object", object.deepCopy());
            last = event;
            return events.add(event);
        }
    }

    /** The events so far, oldest first, as copies. */
    public List<ObjectNode> all() {
        synchronized (account) {
            return events.all().stream().map(ObjectNode::deepCopy).toList();
        }
    }

    /** The newest event, as a copy. */
    public ObjectNode last() {
        synchronized (account) {
            return last.deepCopy();
        }
    }

    Resources resources() {
        return events;
    }

    private ObjectNode subscription(String id) {
        return account.subscriptions.find(id).orElseThrow();
    }
}
