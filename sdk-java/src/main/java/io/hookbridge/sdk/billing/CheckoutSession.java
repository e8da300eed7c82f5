package io.hookbridge.sdk.billing;

/**
 * A page where a subscription is started.
 *
 * @param sessionId names the session, for a log or a support case. It grants nothing.
 * @param checkoutUrl the address to send the browser to. It is a credential, and short-lived.
 */
public record CheckoutSession(String sessionId, String checkoutUrl) {}
