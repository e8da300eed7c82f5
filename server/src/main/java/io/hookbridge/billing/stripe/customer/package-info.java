/** Customers of Stripe and their subscriptions, created once and read whole. */
@NullMarked
package io.hookbridge.billing.stripe.customer;

import org.jspecify.annotations.NullMarked;
