package io.hookbridge.delivery.target;

import org.jspecify.annotations.Nullable;

/**
 * What has to be known to forward what an endpoint received.
 *
 * @param originalUrl where it received it, without secrets and without a query
 * @param appendsQuery whether the query of what it received is appended to the target's URL
 * @param signer signs anew; null if the provider's signatures go along as they came
 */
public record Forwarding(
        String originalUrl, boolean appendsQuery, @Nullable SignAsProvider signer) {}
