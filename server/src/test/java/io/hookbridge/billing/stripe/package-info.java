/** Tests of the Stripe provider against the double; none of them talks to Stripe. */
@NullMarked
package io.hookbridge.billing.stripe;

import org.jspecify.annotations.NullMarked;
