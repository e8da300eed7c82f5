package io.hookbridge.console;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.util.Map;

/**
 * Sources with something to look at.
 *
 * @param source behind the path of a place, like all others: of one that has received and refused
 * @param request that it has received
 * @param pull of one that is fetched from
 * @param event of that
 */
record SourcesOnShow(String source, String request, String pull, String event) {

    static SourcesOnShow on(TestApp app) {
        JsonNode shop =
                made(
                        app,
                        "/v1/inbound-endpoints",
                        Map.of(
                                "name", "Shop with a name that is long enough to reach any edge",
                                "mode", "cli",
                                "verify_static_token", true,
                                "token_header_name", "X-Shop-Token",
                                "token_value", "FAKE-token-of-the-shop"));
        String id = shop.path("id").stringValue();
        String message =
                to(app, shop)
                        .header("X-Shop-Token", "FAKE-token-of-the-shop")
                        .header("X-Trace", "0123456789".repeat(20))
                        .json(
                                Map.of(
                                        "type",
                                        "order.created",
                                        "order",
                                        1042,
                                        "note",
                                        "without-a-blank".repeat(20)))
                        .send()
                        .data()
                        .path("message_id")
                        .stringValue();
        var _ = to(app, shop).json(Map.of("type", "order.paid")).send();
        var _ =
                OutboundTest.poll(
                        "the rejection",
                        () ->
                                app.client()
                                        .get("/v1/inbound-rejections?inbound_endpoint_id=" + id)
                                        .key(TestApp.KEY)
                                        .send()
                                        .data(),
                        list -> !list.isEmpty());
        JsonNode orders = made(app, "/v1/pull-endpoints", Map.of("name", "Orders"));
        String event =
                to(app, orders)
                        .json(Map.of("type", "order.created"))
                        .send()
                        .data()
                        .path("message_id")
                        .stringValue();
        String source = "/sources/" + id;
        String pull = "/pull/" + orders.path("id").stringValue();
        return new SourcesOnShow(
                source, source + "/received/" + message, pull, pull + "/events/" + event);
    }

    private static JsonNode made(TestApp app, String path, Map<String, Object> members) {
        Exchange made = app.client().post(path).key(TestApp.KEY).json(members).send();
        if (made.status() != 201) {
            throw new AssertionError(made.text());
        }
        return made.data();
    }

    private static CheckedHttpClient.Draft to(TestApp app, JsonNode endpoint) {
        return app.client().post(URI.create(endpoint.path("ingest_url").stringValue()).getPath());
    }
}
