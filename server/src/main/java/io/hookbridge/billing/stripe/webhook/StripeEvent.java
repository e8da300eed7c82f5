package io.hookbridge.billing.stripe.webhook;

import io.hookbridge.billing.provider.BillingEvent;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * The few facts that are read of an event, from the raw text: Stripe's own library gives an empty
 * object for an event of another API version.
 *
 * @param live whether it is of live mode
 */
public record StripeEvent(BillingEvent event, boolean live) {

    private static final int LONGEST_TEXT = 255;

    /** The event in {@code json}; empty if it is none. */
    public static Optional<StripeEvent> read(JsonNode json) {
        String id = text(json.path("id"));
        String type = text(json.path("type"));
        Instant created = instant(json.path("created"));
        JsonNode live = json.path("livemode");
        if (id == null || type == null || created == null || !live.isBoolean()) {
            return Optional.empty();
        }
        return Optional.of(
                new StripeEvent(
                        new BillingEvent(
                                id, type, customer(json.path("data").path("object")), created),
                        live.booleanValue()));
    }

    /** The customer that the event's object is, or that it belongs to. */
    private static @Nullable String customer(JsonNode object) {
        if ("customer".equals(object.path("object").asString(""))) {
            return text(object.path("id"));
        }
        JsonNode customer = object.path("customer");
        return text(customer.isObject() ? customer.path("id") : customer);
    }

    /** Seconds since 1970, or RFC 3339 in Stripe's newer kind of event. */
    private static @Nullable Instant instant(JsonNode created) {
        try {
            if (created.isIntegralNumber() && created.canConvertToLong()) {
                return Instant.ofEpochSecond(created.longValue());
            }
            return created.isString() ? Instant.parse(created.stringValue()) : null;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static @Nullable String text(JsonNode node) {
        if (!node.isString()) {
            return null;
        }
        String text = node.stringValue();
        boolean plain =
                !text.isEmpty()
                        && text.length() <= LONGEST_TEXT
                        && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return plain ? text : null;
    }
}
