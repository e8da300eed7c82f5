/**
 * One call to Stripe: through a gate, out under a deadline, and back as a value.
 *
 * <p>{@link io.hookbridge.billing.stripe.call.StripeCalls} is the only way out. Whatever is thrown
 * becomes a {@link io.hookbridge.billing.stripe.call.Failure}; an answer that says something
 * impossible is an {@link io.hookbridge.billing.stripe.call.UnusableAnswer}. Objects and exceptions
 * of the SDK print bodies and URLs, so they are never logged, only the few fields of a {@link
 * io.hookbridge.billing.stripe.call.Trace}.
 *
 * <p>The package is larger than others because every call passes all of it, whatever its story: the
 * client and its limits, the gate, and the reading of what came back or went wrong.
 */
@NullMarked
package io.hookbridge.billing.stripe.call;

import org.jspecify.annotations.NullMarked;
