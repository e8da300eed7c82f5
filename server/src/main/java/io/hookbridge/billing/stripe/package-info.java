/**
 * The billing provider Stripe, and the only package that speaks to it.
 *
 * <p>{@link io.hookbridge.billing.stripe.StripeBillingProvider} keeps live and test apart: each
 * mode has its own key, account, portal configuration, limits and circuit breakers ({@code
 * StripeMode}). Before a mode serves anything, the account behind its key is compared with the one
 * of the first start ({@link io.hookbridge.billing.stripe.account.AccountPin}): with the wrong key,
 * Stripe would say of every customer that it does not exist. The portal configuration is ours,
 * found by its metadata or created, so that no setting in Stripe's dashboard can break or change
 * the portal.
 *
 * <p>A call passes a gate ({@code guard}), goes out under one deadline ({@code wire}), and ends as
 * a value: the outcome, or a {@code Failure} read from whatever was thrown. Exceptions and objects
 * of the SDK print bodies and URLs; they are never logged, only the few fields in a {@code Trace}.
 */
@NullMarked
package io.hookbridge.billing.stripe;

import org.jspecify.annotations.NullMarked;
