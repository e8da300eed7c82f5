package io.hookbridge.billing.builtin.page;

import org.jspecify.annotations.Nullable;

/**
 * Where a person is who comes back from the portal or a checkout.
 *
 * @param state what the subscription is now, in a sentence
 * @param portal the path of its front page
 * @param openUntil until when the portal stays open in this browser, or null without a session of
 *     the portal
 */
public record HomePage(String state, String portal, @Nullable String openUntil) {}
