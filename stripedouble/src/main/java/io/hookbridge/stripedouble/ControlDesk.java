package io.hookbridge.stripedouble;

import tools.jackson.databind.node.ObjectNode;

/**
 * The same switches over HTTP, for a double that runs in another process.
 *
 * <ul>
 *   <li>{@code POST /_control/seed} with {@code mode}, {@code customer} and optionally {@code
 *       subscription}, {@code status}, {@code lookup_key}, {@code interval}
 *   <li>{@code POST /_control/fail} with {@code operation}, {@code fault} and optionally {@code
 *       times}
 *   <li>{@code POST /_control/heal}
 *   <li>{@code GET /_control/violations}
 *   <li>{@code GET /_control/most-in-a-second}, portal sessions apart
 * </ul>
 */
final class ControlDesk {

    static final String PATH = "/_control/";

    private final StripeDouble stripe;

    ControlDesk(StripeDouble stripe) {
        this.stripe = stripe;
    }

    Reply handle(String method, String path, String body) {
        ObjectNode answer = Json.object();
        switch (method + " " + path.substring(PATH.length())) {
            case "POST seed" -> seed(Json.object(body));
            case "POST fail" -> fail(Json.object(body));
            case "POST heal" -> stripe.heal();
            case "GET violations" -> {
                var violations = answer.putArray("violations");
                stripe.violations().forEach(violations::add);
            }
            case "GET most-in-a-second" ->
                    answer.put(
                            "requests",
                            stripe.mostInASecond(
                                    operation -> !operation.contains("/v1/billing_portal/")));
            default -> {
                return Reply.empty(404);
            }
        }
        return Reply.json(200, answer);
    }

    private void seed(ObjectNode command) {
        DoubleAccount account =
                command.path("mode").asString("test").equals("live")
                        ? stripe.live()
                        : stripe.test();
        String customer = command.get("customer").asString();
        account.addCustomer(customer);
        if (command.has("subscription")) {
            String lookupKey = command.path("lookup_key").asString("pro_monthly");
            String price = "price_FAKE" + lookupKey;
            account.addPrice(
                    price,
                    "prod_FAKE" + lookupKey,
                    lookupKey,
                    command.path("interval").asString("month"),
                    "licensed");
            account.addSubscription(
                    command.get("subscription").asString(),
                    customer,
                    command.path("status").asString("active"),
                    price);
        }
    }

    private void fail(ObjectNode command) {
        stripe.fail(
                command.get("operation").asString(),
                Fault.valueOf(command.get("fault").asString()),
                command.path("times").asInt(Integer.MAX_VALUE));
    }
}
