/**
 * How much may be under way to a service that can be slow or down: a bounded number of calls at
 * once, a bounded number a second, and none at all after repeated failures. Knows nothing of
 * Stripe.
 */
@NullMarked
package io.hookbridge.billing.stripe.guard;

import org.jspecify.annotations.NullMarked;
