package io.hookbridge.stripedouble;

import com.stripe.net.Webhook;

import tools.jackson.databind.node.ObjectNode;

import java.security.GeneralSecurityException;
import java.time.Instant;

/**
 * One delivery of an event as Stripe sends it, signed by Stripe's own library.
 *
 * @param signature the header {@code Stripe-Signature}
 */
public record WebhookDelivery(String signature, String body) {

    /**
     * @param secret of the webhook endpoint; visibly fake
     * @param at when it is sent
     */
    public static WebhookDelivery of(ObjectNode event, String secret, Instant at) {
        return of(event.toString(), secret, at);
    }

    public static WebhookDelivery of(String body, String secret, Instant at) {
        try {
            return new WebhookDelivery(
                    Webhook.Signature.generateSignatureHeader(body, secret, at.getEpochSecond()),
                    body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
