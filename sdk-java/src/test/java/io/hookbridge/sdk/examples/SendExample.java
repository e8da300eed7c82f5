package io.hookbridge.sdk.examples;

import io.hookbridge.sdk.HookBridge;
import io.hookbridge.sdk.endpoint.CreateEndpointRequest;
import io.hookbridge.sdk.endpoint.CreatedEndpoint;
import io.hookbridge.sdk.send.QueuedMessage;
import io.hookbridge.sdk.send.SendWebhookRequest;

import java.util.Map;

/** Makes an endpoint and sends it a message. */
public final class SendExample {

    private SendExample() {}

    /** The endpoint's signing secret is shown here and never again: give it to the receiver. */
    public static CreatedEndpoint makeEndpoint(HookBridge client, String url) {
        return client.endpoints().create(CreateEndpointRequest.of(url).description("orders"));
    }

    /** The key is the order's own, so that a program that starts again sends nothing twice. */
    public static QueuedMessage orderCreated(HookBridge client, String endpointId, long order) {
        Map<String, Object> payload = Map.of("event", "order.created", "order", order);
        return client.messages()
                .send(
                        SendWebhookRequest.of(endpointId, payload)
                                .idempotencyKey("order-" + order + "-created"));
    }
}
