package io.hookbridge.stripedouble;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** The JSON of Stripe's objects, with the fields that a reader may look at. */
final class StripeObjects {

    private final boolean live;
    private long created;

    /**
     * @param firstCreated the time of the first object in seconds since 1970; each further one is a
     *     second younger
     */
    StripeObjects(boolean live, long firstCreated) {
        this.live = live;
        this.created = firstCreated;
    }

    /** The fields that all objects have. */
    ObjectNode object(String object, String id) {
        ObjectNode json = Json.object();
        json.put("id", id);
        json.put("object", object);
        json.put("created", created++);
        json.put("livemode", live);
        return json;
    }

    ObjectNode account(String id) {
        ObjectNode account = Json.object();
        account.put("id", id);
        account.put("object", "account");
        account.put("country", "US");
        account.put("default_currency", "usd");
        account.put("charges_enabled", true);
        return account;
    }

    ObjectNode customer(String id) {
        ObjectNode customer = object("customer", id);
        // Until something is to be paid.
        customer.putNull("currency");
        customer.put("delinquent", false);
        customer.putNull("email");
        customer.putObject("metadata");
        return customer;
    }

    static ObjectNode deletedCustomer(String id) {
        ObjectNode customer = Json.object();
        customer.put("id", id);
        customer.put("object", "customer");
        customer.put("deleted", true);
        return customer;
    }

    ObjectNode price(String id, String product, String lookupKey, String interval, String usage) {
        ObjectNode price = object("price", id);
        price.put("active", true);
        price.put("billing_scheme", "per_unit");
        price.put("currency", "usd");
        price.put("lookup_key", lookupKey);
        price.putObject("metadata");
        price.put("product", product);
        price.put("type", "recurring");
        price.put("unit_amount", 4_900);
        ObjectNode recurring = price.putObject("recurring");
        recurring.put("interval", interval);
        recurring.put("interval_count", 1);
        recurring.put("usage_type", usage);
        return price;
    }

    ObjectNode subscription(String id, String customer, String status, List<ObjectNode> prices) {
        ObjectNode subscription = object("subscription", id);
        long start = subscription.get("created").asLong();
        subscription.put("status", status);
        subscription.put("customer", customer);
        subscription.put("currency", "usd");
        subscription.put("collection_method", "charge_automatically");
        subscription.put("cancel_at_period_end", false);
        subscription.putNull("cancel_at");
        subscription.putNull("canceled_at");
        subscription.putNull("days_until_due");
        subscription.putNull("ended_at");
        subscription.putNull("schedule");
        subscription.put("billing_cycle_anchor", start);
        subscription.put("start_date", start);
        subscription.putObject("billing_mode").put("type", "flexible");
        subscription.putObject("metadata");
        ObjectNode items = subscription.putObject("items");
        items.put("object", "list");
        items.put("has_more", false);
        items.put("url", "/v1/subscription_items?subscription=" + id);
        var data = items.putArray("data");
        for (int i = 0; i < prices.size(); i++) {
            data.add(item(id, i, prices.get(i), start));
        }
        return subscription;
    }

    private static ObjectNode item(String subscription, int index, ObjectNode price, long start) {
        boolean yearly = "year".equals(price.at("/recurring/interval").asString());
        ObjectNode item = Json.object();
        item.put("id", "si_" + subscription + "_" + index);
        item.put("object", "subscription_item");
        item.put("created", start);
        item.put("current_period_start", start);
        item.put("current_period_end", start + (yearly ? 365L : 30L) * 24 * 60 * 60);
        item.putObject("metadata");
        item.set("price", price.deepCopy());
        item.put("quantity", 1);
        item.put("subscription", subscription);
        return item;
    }

    ObjectNode configuration(String id, ObjectNode params) {
        ObjectNode configuration = object("billing_portal.configuration", id);
        configuration.put("active", true);
        configuration.put("is_default", false);
        configuration.put("name", params.path("name").asString(""));
        configuration.putNull("default_return_url");
        configuration.putObject("login_page").put("enabled", false);
        configuration.set("metadata", params.path("metadata").deepCopy());
        configuration.set("features", typed(params.get("features")));
        return configuration;
    }

    ObjectNode session(String id, String url, String configuration, ObjectNode params) {
        ObjectNode session = object("billing_portal.session", id);
        session.put("configuration", configuration);
        session.set("customer", params.get("customer"));
        session.set("return_url", params.get("return_url"));
        session.set("locale", params.get("locale"));
        session.set("flow", params.get("flow_data"));
        session.put("url", url);
        return session;
    }

    /** A copy in which the words true and false are JSON's. */
    private static ObjectNode typed(tools.jackson.databind.JsonNode form) {
        ObjectNode typed = Json.object();
        form.properties()
                .forEach(entry -> {
                    var value = entry.getValue();
                    if (value.isObject()) {
                        typed.set(entry.getKey(), typed(value));
                    } else if (value.isString() && value.asString().matches("true|false")) {
                        typed.put(entry.getKey(), value.asString().equals("true"));
                    } else {
                        typed.set(entry.getKey(), value.deepCopy());
                    }
                });
        return typed;
    }
}
