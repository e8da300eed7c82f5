/** Tests of {@code io.hookbridge.billing.stripe.webhook}. */
@NullMarked
package io.hookbridge.billing.stripe.webhook;

import org.jspecify.annotations.NullMarked;
