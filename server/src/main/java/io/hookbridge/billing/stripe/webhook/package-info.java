/**
 * The intake of Stripe's webhooks. An event is answered for as soon as its row is committed to the
 * inbox; nothing here asks Stripe for anything, so it works while Stripe does not.
 */
@NullMarked
package io.hookbridge.billing.stripe.webhook;

import org.jspecify.annotations.NullMarked;
