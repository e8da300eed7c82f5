package io.hookbridge.billing.builtin.page;

import org.jspecify.annotations.Nullable;

/**
 * Where a person is who comes back from the portal or a checkout, or came here without one.
 *
 * @param state one sentence on the subscription, or null without a session
 * @param openUntil until when the portal stays open in this browser, or null without a session of
 *     the portal
 */
public record HomePage(@Nullable String state, @Nullable String openUntil) {}
