package io.hookbridge.billing.builtin.page;

import org.jspecify.annotations.Nullable;

/**
 * Where a person is who comes back from the portal, or came here without it.
 *
 * @param state one sentence on the subscription, or null without a session
 * @param openUntil until when the billing page stays open in this browser, or null without a
 *     session
 */
public record HomePage(@Nullable String state, @Nullable String openUntil) {}
