package io.hookbridge.delivery.target;

/**
 * What has to be known to forward what an endpoint received.
 *
 * @param originalUrl where it received it, without secrets and without a query
 * @param appendsQuery whether the query of what it received is appended to the target's URL
 */
public record Forwarding(String originalUrl, boolean appendsQuery) {}
