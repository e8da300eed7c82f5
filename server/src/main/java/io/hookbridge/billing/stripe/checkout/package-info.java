/**
 * Checkout sessions of Stripe: which prices are sold, and when a subscription is changed instead.
 */
@NullMarked
package io.hookbridge.billing.stripe.checkout;

import org.jspecify.annotations.NullMarked;
