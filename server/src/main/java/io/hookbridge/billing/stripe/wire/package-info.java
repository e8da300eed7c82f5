/**
 * How one request reaches Stripe: {@link io.hookbridge.billing.stripe.wire.StripeTransport} stands
 * in for the HTTP client that the SDK brings along, which follows redirects, has no total deadline
 * and fails with a {@code NullPointerException} on an empty answer.
 *
 * <p>An operation of ours gets one {@link io.hookbridge.billing.stripe.wire.Deadline} and one
 * transport, however many requests it makes. A request is tried again within that deadline, under
 * one idempotency key; each try is reported to an {@link
 * io.hookbridge.billing.stripe.wire.AttemptListener}.
 */
@NullMarked
package io.hookbridge.billing.stripe.wire;

import org.jspecify.annotations.NullMarked;
