package io.hookbridge.stripedouble;

import static io.hookbridge.stripedouble.Rule.bool;
import static io.hookbridge.stripedouble.Rule.id;
import static io.hookbridge.stripedouble.Rule.limit;
import static io.hookbridge.stripedouble.Rule.oneOf;
import static io.hookbridge.stripedouble.Rule.optional;
import static io.hookbridge.stripedouble.Rule.table;
import static io.hookbridge.stripedouble.Rule.text;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** What is for sale. */
final class CatalogOperations {

    static final List<Operation> ALL =
            List.of(
                    new Operation(
                            "GET",
                            "/v1/prices",
                            table(
                                    optional("active", bool()),
                                    optional("lookup_keys", new Rule.Listing(text())),
                                    optional("type", oneOf("recurring", "one_time")),
                                    optional("limit", limit()),
                                    optional("starting_after", id("price_"))),
                            request ->
                                    request.account()
                                            .prices
                                            .page(
                                                    request.params(),
                                                    price ->
                                                            hasLookupKey(request, price)
                                                                    && matches(
                                                                            request, price,
                                                                            "active")
                                                                    && matches(
                                                                            request, price,
                                                                            "type"))));

    private CatalogOperations() {}

    private static boolean hasLookupKey(DoubleRequest request, ObjectNode price) {
        return !request.params().has("lookup_keys")
                || request.params()
                        .get("lookup_keys")
                        .valueStream()
                        .anyMatch(price.get("lookup_key")::equals);
    }

    private static boolean matches(DoubleRequest request, ObjectNode price, String field) {
        return !request.params().has(field)
                || request.text(field).equals(price.get(field).asString());
    }
}
