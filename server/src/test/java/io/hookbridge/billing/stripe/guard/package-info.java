/** Tests of places, rate and breaker, on a clock that stands still. */
@NullMarked
package io.hookbridge.billing.stripe.guard;

import org.jspecify.annotations.NullMarked;
