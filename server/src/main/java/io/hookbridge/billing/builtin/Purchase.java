package io.hookbridge.billing.builtin;

/**
 * What a checkout link starts.
 *
 * @param cancelUrl where the way back leads; checked against the allowed origins
 */
public record Purchase(PlanChoice choice, String cancelUrl) {}
