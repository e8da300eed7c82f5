package io.hookbridge.billing.subscription;

import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.Subscription;

import java.util.Optional;

/**
 * What we hold of a tenant in one billing book: its customer, and the subscription if it is known
 * to have one.
 */
public record BillingRecord(Customer customer, Optional<Subscription> subscription) {}
