/**
 * How one request reaches Stripe: {@link io.hookbridge.billing.stripe.wire.StripeTransport} stands
 * in for the HTTP client that the SDK brings along, which follows redirects, has no total deadline
 * and fails with a {@code NullPointerException} on an empty answer.
 *
 * <p>An operation of ours gets one {@link io.hookbridge.billing.stripe.wire.Deadline} and one
 * transport, however many requests it makes. A request is tried again within that deadline; each
 * try is reported to an {@link io.hookbridge.billing.stripe.wire.AttemptListener}.
 *
 * <p>The tries of a request share an idempotency key, and some requests share one with those of
 * other operations and nodes, so that together they make one thing. But Stripe keeps the first
 * answer to a key for a day, also a server error, and repeats it with {@code Idempotent-Replayed}.
 * Such a failure says nothing about now; the next try has a key of its own. In case the first one
 * did its work all the same, every POST of ours must be such that making its thing twice does no
 * harm.
 */
@NullMarked
package io.hookbridge.billing.stripe.wire;

import org.jspecify.annotations.NullMarked;
