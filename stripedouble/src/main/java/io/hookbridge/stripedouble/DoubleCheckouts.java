package io.hookbridge.stripedouble;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The checkout sessions of one account, and what becomes of them; guarded by the account. */
final class DoubleCheckouts {

    final Resources sessions = new Resources("/v1/checkout/sessions");
    private final Map<String, Order> orders = new HashMap<>();

    private record Order(List<String> prices, JsonNode subscriptionData) {}

    void add(ObjectNode session, List<String> prices, JsonNode subscriptionData) {
        sessions.add(session);
        orders.put(session.get("id").asString(), new Order(prices, subscriptionData.deepCopy()));
    }

    /** Makes of an open session a subscription and a paid invoice. */
    void complete(DoubleAccount account, String id) {
        ObjectNode session = sessions.find(id).orElseThrow();
        if (!session.get("status").asString().equals("open")) {
            throw new IllegalStateException("the session is no longer open");
        }
        Order order = Objects.requireNonNull(orders.get(id));
        String customer = session.get("customer").asString();
        List<ObjectNode> prices =
                order.prices().stream()
                        .map(price -> account.prices.find(price).orElseThrow())
                        .toList();
        ObjectNode subscription =
                account.objects.subscription(
                        "sub_FAKE" + PortalOperations.random(8), customer, "active", prices);
        if (order.subscriptionData().path("metadata") instanceof ObjectNode metadata) {
            subscription.set("metadata", metadata.deepCopy());
        }
        account.subscriptions.add(subscription);
        ObjectNode invoice =
                account.checkoutObjects.invoice(
                        "in_FAKE" + PortalOperations.random(8),
                        customer,
                        "paid",
                        CheckoutObjects.linesOf(prices));
        account.invoices.add(invoice);
        account.customers.find(customer).orElseThrow().set("currency", session.get("currency"));
        end(session, "complete");
        session.put("payment_status", "paid");
        session.set("subscription", subscription.get("id"));
        session.set("invoice", invoice.get("id"));
    }

    /** A session that has ended leads nowhere. */
    static ObjectNode end(ObjectNode session, String status) {
        session.put("status", status);
        session.putNull("url");
        return session;
    }
}
