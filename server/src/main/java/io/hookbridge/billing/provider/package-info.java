/**
 * The port to whoever takes the money: {@link io.hookbridge.billing.provider.BillingProvider}, what
 * it is asked, and what it may answer.
 *
 * <p>Every answer is a value, the failures among them, so that a caller decides for each what its
 * own caller is told. The package is larger than others because it is a vocabulary: small records
 * that only make sense together.
 */
@NullMarked
package io.hookbridge.billing.provider;

import org.jspecify.annotations.NullMarked;
