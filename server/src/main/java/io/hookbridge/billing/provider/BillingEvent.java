package io.hookbridge.billing.provider;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What we keep of an event of the provider's.
 *
 * @param id the provider's own identifier, such as {@code evt_…}
 * @param customer the customer it is about, or null if it is about none
 * @param created by the provider's clock
 */
public record BillingEvent(String id, String type, @Nullable String customer, Instant created) {}
