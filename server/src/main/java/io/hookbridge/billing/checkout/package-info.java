/**
 * {@code POST /v1/billing/checkout}: the way from no plan to a plan. Who has a live subscription is
 * sent to the portal instead.
 *
 * <p>The customer comes first: it is made at the provider under a key that belongs to the tenant,
 * and linked before there is anything to pay, so that every payment has an owner. If the server
 * dies between the two, the next checkout gets the same customer.
 */
@NullMarked
package io.hookbridge.billing.checkout;

import org.jspecify.annotations.NullMarked;
