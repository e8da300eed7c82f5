package io.hookbridge.billing.reconcile;

import io.hookbridge.stripedouble.DoubleAccount;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is for sale in a world of chaos: the plans pro and starter, each at a first price and, once
 * it was raised, at a second one in another currency; a dozen extras that can come with a plan; and
 * a price of which nobody but Stripe knows.
 */
final class Shelf {

    private static final String ODD = "price_FAKEodd";
    private static final List<String> PLANS = List.of("pro", "starter");
    private static final List<String> CURRENCIES = List.of("jpy", "isk", "kwd", "eur");
    private static final String[] EXTRAS =
            IntStream.range(0, 12).mapToObj(i -> "price_FAKEextra" + i).toArray(String[]::new);

    private final DoubleAccount account;
    private final Random random;
    private final Set<String> raised = new HashSet<>();

    Shelf(DoubleAccount account, Random random) {
        this.account = account;
        this.random = random;
        for (String plan : PLANS) {
            put(raisedPrice(plan), plan + "_next");
        }
        for (String extra : EXTRAS) {
            put(extra, extra);
        }
        put(ODD, "odd");
    }

    private void put(String price, String lookupKey) {
        account.addPrice(price, "prod_FAKE" + lookupKey, lookupKey, "month", "licensed");
        account.changePrice(
                price,
                json -> {
                    json.put("currency", CURRENCIES.get(random.nextInt(CURRENCIES.size())));
                    json.put("unit_amount", 500);
                });
    }

    private static String firstPrice(String plan) {
        return "price_FAKE" + plan.substring(0, 3);
    }

    private static String raisedPrice(String plan) {
        return firstPrice(plan) + "Dear";
    }

    /** One of the plans gets a price that its old customers do not pay; each does so once. */
    void raisePrices() {
        String plan = anyPlan();
        if (raised.add(plan)) {
            account.transferLookupKey(plan + "_monthly", raisedPrice(plan));
        }
    }

    private String anyPlan() {
        return PLANS.get(random.nextInt(PLANS.size()));
    }

    private String anyPrice() {
        String plan = anyPlan();
        return raised.contains(plan) && random.nextBoolean() ? raisedPrice(plan) : firstPrice(plan);
    }

    /** The prices of a new subscription, sometimes more than come with it, the plan's the last. */
    String[] items() {
        List<String> prices = new ArrayList<>();
        if (random.nextInt(6) == 0) {
            prices.addAll(List.of(EXTRAS));
        }
        prices.add(anyPrice());
        return prices.toArray(String[]::new);
    }

    /** Another price for the subscription's last item. */
    void changePlan(ObjectNode subscription) {
        String price = random.nextInt(4) == 0 ? ODD : anyPrice();
        JsonNode items = subscription.at("/items/data");
        ((ObjectNode) items.get(items.size() - 1)).set("price", account.price(price));
    }

    /** The plan that is paid for with the subscription; empty for a price that nobody knows. */
    String planOf(ObjectNode subscription) {
        List<String> prices =
                subscription
                        .at("/items/data")
                        .valueStream()
                        .map(item -> item.at("/price/id").asString())
                        .toList();
        return PLANS.stream()
                .filter(plan ->
                        prices.contains(firstPrice(plan)) || prices.contains(raisedPrice(plan)))
                .findFirst()
                .orElse("");
    }
}
