/** Invoices of Stripe, with the period that the plan was paid for. */
@NullMarked
package io.hookbridge.billing.stripe.invoice;

import org.jspecify.annotations.NullMarked;
