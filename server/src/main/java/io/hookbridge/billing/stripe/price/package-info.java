/**
 * Which plan a price of Stripe stands for. A price names its plan by lookup key or metadata; a
 * price that once did keeps its plan, because Stripe's way to raise prices takes the key away.
 */
@NullMarked
package io.hookbridge.billing.stripe.price;

import org.jspecify.annotations.NullMarked;
