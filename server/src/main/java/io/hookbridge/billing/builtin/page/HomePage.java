package io.hookbridge.billing.builtin.page;

/**
 * The page that a browser comes to when it leaves the portal.
 *
 * @param state what the subscription is now, in a sentence
 * @param openUntil until when this browser may open the portal again
 */
public record HomePage(String state, String openUntil) {}
