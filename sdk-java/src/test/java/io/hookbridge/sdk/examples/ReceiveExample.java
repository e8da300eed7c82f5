package io.hookbridge.sdk.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

import io.hookbridge.sdk.webhook.InvalidWebhookException;
import io.hookbridge.sdk.webhook.WebhookEvent;
import io.hookbridge.sdk.webhook.WebhookVerifier;

import java.io.IOException;
import java.util.function.Consumer;

/** A receiver that believes only what is signed. */
public final class ReceiveExample implements HttpHandler {

    /** What the messages of this endpoint hold. */
    public record OrderCreated(String event, long order) {}

    private final WebhookVerifier verifier;
    private final Consumer<OrderCreated> orders;

    public ReceiveExample(String signingSecret, Consumer<OrderCreated> orders) {
        this.verifier = WebhookVerifier.of(signingSecret);
        this.orders = orders;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            WebhookEvent event = verifier.verify(exchange.getRequestHeaders(), body);
            // A message that was delivered can come again: pass over an event.id() that you know.
            orders.accept(event.as(OrderCreated.class));
            exchange.sendResponseHeaders(204, -1);
        } catch (InvalidWebhookException notGenuine) {
            exchange.sendResponseHeaders(401, -1);
        }
    }
}
