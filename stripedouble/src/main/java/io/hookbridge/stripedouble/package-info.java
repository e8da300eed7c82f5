/**
 * A stand-in for Stripe that keeps state and speaks its HTTP protocol, for every test that needs a
 * payment provider; written from Stripe's documentation, never compared with Stripe itself.
 *
 * <p>{@link io.hookbridge.stripedouble.StripeDouble} is strict. A request passes the header gate
 * ({@code HeaderGate}), has to be one of the listed operations ({@code Operations}), and its
 * parameters are held against a hand-written table ({@code Rule}). What does not fit is answered as
 * Stripe would and noted as a violation, which fails the test run even if the caller coped with the
 * answer.
 *
 * <p>To add a resource: a collection in {@code DoubleAccount}, its JSON in {@code StripeObjects}, a
 * class like {@code PortalOperations} with a table for each operation, and a line in {@code
 * Operations}.
 */
@NullMarked
package io.hookbridge.stripedouble;

import org.jspecify.annotations.NullMarked;
