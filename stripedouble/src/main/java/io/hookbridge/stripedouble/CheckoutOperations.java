package io.hookbridge.stripedouble;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** New customers, and the hosted checkout where they subscribe. */
final class CheckoutOperations {

    private static final String SESSIONS = "/v1/checkout/sessions";

    static final List<Operation> ALL =
            List.of(
                    new Operation(
                            "POST",
                            "/v1/customers",
                            CheckoutTables.CREATE_CUSTOMER,
                            CheckoutOperations::createCustomer),
                    new Operation(
                            "POST",
                            SESSIONS,
                            CheckoutTables.CREATE_SESSION,
                            CheckoutOperations::createSession),
                    new Operation(
                            "GET",
                            SESSIONS,
                            CheckoutTables.LIST_SESSIONS,
                            CheckoutOperations::listSessions),
                    new Operation(
                            "GET", SESSIONS + "/{id}", Rule.table(), CheckoutOperations::find),
                    new Operation(
                            "POST",
                            SESSIONS + "/{id}/expire",
                            Rule.table(),
                            CheckoutOperations::expire));

    private CheckoutOperations() {}

    private static ObjectNode createCustomer(DoubleRequest request) {
        DoubleAccount account = request.account();
        ObjectNode customer = account.objects.customer("cus_FAKE" + PortalOperations.random(8));
        if (request.params().get("metadata") instanceof ObjectNode metadata) {
            customer.set("metadata", metadata.deepCopy());
        }
        return account.customers.add(customer);
    }

    private static ObjectNode createSession(DoubleRequest request) {
        DoubleAccount account = request.account();
        ObjectNode customer =
                CustomerOperations.find(request, request.text("customer"), 400, "customer");
        if (customer.has("deleted")) {
            throw Refusal.missing(400, "customer", "customer", request.text("customer"));
        }
        List<String> prices = checkedPrices(request);
        String currency = checkedCurrency(account, customer, prices);
        String id =
                "cs_" + (account.live ? "live" : "test") + "_FAKE" + PortalOperations.random(16);
        ObjectNode session =
                account.checkoutObjects.session(
                        id,
                        request.checkoutBase() + CheckoutPage.PATH + id,
                        currency,
                        request.params());
        account.checkouts.add(session, prices, request.params().path("subscription_data"));
        return session;
    }

    /** All that a customer pays, or could pay at an open session, is in one currency. */
    private static String checkedCurrency(
            DoubleAccount account, ObjectNode customer, List<String> prices) {
        Set<String> currencies = new HashSet<>();
        for (String price : prices) {
            currencies.add(account.prices.find(price).orElseThrow().get("currency").asString());
        }
        if (currencies.size() != 1) {
            throw Refusal.invalid(null, "line_items", "All prices must have the same currency.");
        }
        String currency = currencies.iterator().next();
        String paid = customer.get("currency").asString("");
        if (!paid.isEmpty() && !paid.equals(currency)) {
            throw Refusal.invalid(
                    null,
                    null,
                    "The currency of the selected prices (%s) does not match the customer currency (%s)."
                            .formatted(currency, paid));
        }
        for (ObjectNode session : account.checkouts.sessions.all()) {
            if (session.get("customer").equals(customer.get("id"))
                    && session.get("status").asString().equals("open")
                    && !session.get("currency").asString().equals(currency)) {
                throw Refusal.invalid(
                        null,
                        null,
                        "You cannot combine currencies on a single customer. This customer has an active"
                                + " subscription mode checkout session with currency "
                                + session.get("currency").asString()
                                + ".");
            }
        }
        return currency;
    }

    /**
     * What Stripe would say of the prices: they exist, fit together, and have quantities or not.
     */
    private static List<String> checkedPrices(DoubleRequest request) {
        List<String> ids = new ArrayList<>();
        Set<JsonNode> intervals = new HashSet<>();
        int position = 0;
        for (JsonNode item : request.params().get("line_items")) {
            String param = "line_items[" + position++ + "]";
            String id = item.get("price").asString();
            ObjectNode price =
                    request.account()
                            .prices
                            .find(id)
                            .filter(found -> found.get("active").asBoolean())
                            .orElseThrow(
                                    () -> Refusal.missing(400, "price", param + "[price]", id));
            boolean metered = price.at("/recurring/usage_type").asString().equals("metered");
            if (metered == item.has("quantity")) {
                throw Refusal.invalid(
                        null, param + "[quantity]", "Quantity does not fit the price.");
            }
            intervals.add(price.at("/recurring/interval"));
            ids.add(id);
        }
        if (intervals.size() != 1) {
            throw Refusal.invalid(
                    null, "line_items", "All prices must have the same recurring interval.");
        }
        return ids;
    }

    private static ObjectNode listSessions(DoubleRequest request) {
        return request.account()
                .checkouts
                .sessions
                .page(
                        request.params(),
                        session ->
                                isAsked(request, session, "customer")
                                        && isAsked(request, session, "status"));
    }

    static boolean isAsked(DoubleRequest request, ObjectNode object, String field) {
        String wanted = request.text(field);
        return wanted.isEmpty() || wanted.equals(object.get(field).asString());
    }

    private static ObjectNode find(DoubleRequest request) {
        return request.account()
                .checkouts
                .sessions
                .find(request.id())
                .orElseThrow(
                        () -> Refusal.missing(404, "checkout session", "session", request.id()));
    }

    private static ObjectNode expire(DoubleRequest request) {
        ObjectNode session = find(request);
        String status = session.get("status").asString();
        if (!status.equals("open")) {
            throw Refusal.invalid(
                    null,
                    null,
                    "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout"
                            + " Session has a status of `"
                            + status
                            + "`.");
        }
        return DoubleCheckouts.end(session, "expired");
    }
}
