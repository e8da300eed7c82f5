/** Overage reported to a meter of Stripe, and what the meter says it has counted. */
@NullMarked
package io.hookbridge.billing.stripe.meter;

import org.jspecify.annotations.NullMarked;
