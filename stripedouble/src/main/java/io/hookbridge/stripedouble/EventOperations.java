package io.hookbridge.stripedouble;

import static io.hookbridge.stripedouble.Rule.id;
import static io.hookbridge.stripedouble.Rule.limit;
import static io.hookbridge.stripedouble.Rule.optional;
import static io.hookbridge.stripedouble.Rule.seconds;
import static io.hookbridge.stripedouble.Rule.table;
import static io.hookbridge.stripedouble.Rule.text;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** The list of events. */
final class EventOperations {

    static final List<Operation> ALL =
            List.of(
                    new Operation(
                            "GET",
                            "/v1/events",
                            table(
                                    optional(
                                            "created",
                                            table(
                                                    optional("gte", seconds()),
                                                    optional("gt", seconds()),
                                                    optional("lte", seconds()),
                                                    optional("lt", seconds()))),
                                    optional("types", new Rule.Listing(text())),
                                    optional("limit", limit()),
                                    optional("starting_after", id("evt_"))),
                            EventOperations::list));

    private EventOperations() {}

    private static ObjectNode list(DoubleRequest request) {
        JsonNode types = request.params().path("types");
        String gte = request.params().at("/created/gte").asString("0");
        return request.account()
                .events
                .resources()
                .page(
                        request.params(),
                        event ->
                                event.get("created").asLong() >= Long.parseLong(gte)
                                        && isOneOf(types, event.get("type").asString()));
    }

    private static boolean isOneOf(JsonNode types, String type) {
        return types.isEmpty()
                || types.valueStream().anyMatch(wanted -> wanted.asString().equals(type));
    }
}
