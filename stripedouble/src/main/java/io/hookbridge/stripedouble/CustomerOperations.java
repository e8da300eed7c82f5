package io.hookbridge.stripedouble;

import static io.hookbridge.stripedouble.Rule.id;
import static io.hookbridge.stripedouble.Rule.limit;
import static io.hookbridge.stripedouble.Rule.oneOf;
import static io.hookbridge.stripedouble.Rule.optional;
import static io.hookbridge.stripedouble.Rule.required;
import static io.hookbridge.stripedouble.Rule.table;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Customers and their subscriptions. */
final class CustomerOperations {

    static final List<Operation> ALL =
            List.of(
                    new Operation(
                            "GET", "/v1/customers/{id}", table(), CustomerOperations::retrieve),
                    new Operation(
                            "GET",
                            "/v1/subscriptions",
                            table(
                                    optional("customer", id("cus_")),
                                    optional(
                                            "status",
                                            oneOf(
                                                    "active",
                                                    "all",
                                                    "canceled",
                                                    "ended",
                                                    "incomplete",
                                                    "incomplete_expired",
                                                    "past_due",
                                                    "paused",
                                                    "trialing",
                                                    "unpaid")),
                                    optional("limit", limit()),
                                    optional("starting_after", id("sub_"))),
                            CustomerOperations::listSubscriptions),
                    new Operation(
                            "GET",
                            "/v1/subscription_items",
                            table(
                                    required("subscription", id("sub_")),
                                    optional("limit", limit()),
                                    optional("starting_after", id("si_"))),
                            CustomerOperations::listItems));

    /** So many items come with a subscription; the others are to be listed. */
    private static final int ITEMS_SHOWN = 10;

    private CustomerOperations() {}

    private static ObjectNode retrieve(DoubleRequest request) {
        return find(request, request.id(), 404, "id");
    }

    /** The customer, deleted or not; refuses like Stripe if there is none. */
    static ObjectNode find(DoubleRequest request, String id, int status, String param) {
        return request.account()
                .customers
                .find(id)
                .orElseThrow(() -> {
                    Refusal missing = Refusal.missing(status, "customer", param, id);
                    return request.other().customers.find(id).isPresent()
                            ? missing.inOtherMode(request.account().live)
                            : missing;
                });
    }

    private static ObjectNode listSubscriptions(DoubleRequest request) {
        String customer = request.text("customer");
        String status = request.text("status");
        ObjectNode page =
                request.account()
                        .subscriptions
                        .page(
                                request.params(),
                                subscription ->
                                        (customer.isEmpty()
                                                        || customer.equals(
                                                                subscription
                                                                        .get("customer")
                                                                        .asString()))
                                                && hasStatus(subscription, status));
        ArrayNode shown = Json.object().putArray("data");
        page.get("data").forEach(each -> shown.add(withFirstItems((ObjectNode) each)));
        page.set("data", shown);
        return page;
    }

    private static ObjectNode withFirstItems(ObjectNode subscription) {
        ObjectNode shown = subscription.deepCopy();
        ArrayNode items = (ArrayNode) shown.at("/items/data");
        ((ObjectNode) shown.get("items")).put("has_more", items.size() > ITEMS_SHOWN);
        while (items.size() > ITEMS_SHOWN) {
            items.remove(items.size() - 1);
        }
        return shown;
    }

    /** In the order in which a subscription has them, unlike other lists. */
    private static ObjectNode listItems(DoubleRequest request) {
        String id = request.text("subscription");
        ObjectNode subscription =
                request.account()
                        .subscriptions
                        .find(id)
                        .orElseThrow(
                                () -> Refusal.missing(400, "subscription", "subscription", id));
        Resources items = new Resources("/v1/subscription_items");
        List<JsonNode> inOrder = subscription.at("/items/data").valueStream().toList();
        inOrder.reversed().forEach(item -> items.add((ObjectNode) item));
        return items.page(request.params(), _ -> true);
    }

    /** Without a status, Stripe leaves out those that were canceled. */
    private static boolean hasStatus(ObjectNode subscription, String wanted) {
        String status = subscription.get("status").asString();
        return switch (wanted) {
            case "all" -> true;
            case "" -> !status.equals("canceled") && !status.equals("incomplete_expired");
            case "ended" -> status.equals("canceled") || status.equals("incomplete_expired");
            default -> status.equals(wanted);
        };
    }
}
