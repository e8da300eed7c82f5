package io.hookbridge.stripedouble;

import static io.hookbridge.stripedouble.Rule.bool;
import static io.hookbridge.stripedouble.Rule.id;
import static io.hookbridge.stripedouble.Rule.limit;
import static io.hookbridge.stripedouble.Rule.oneOf;
import static io.hookbridge.stripedouble.Rule.optional;
import static io.hookbridge.stripedouble.Rule.table;

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
                                    optional("type", oneOf("recurring", "one_time")),
                                    optional("limit", limit()),
                                    optional("starting_after", id("price_"))),
                            request ->
                                    request.account()
                                            .prices
                                            .page(
                                                    request.params(),
                                                    price ->
                                                            matches(request, price, "active")
                                                                    && matches(
                                                                            request, price,
                                                                            "type"))));

    private CatalogOperations() {}

    private static boolean matches(
            DoubleRequest request, tools.jackson.databind.node.ObjectNode price, String field) {
        return !request.params().has(field)
                || request.text(field).equals(price.get(field).asString());
    }
}
