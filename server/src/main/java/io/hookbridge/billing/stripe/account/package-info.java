/**
 * Which account a key belongs to. With the wrong key, Stripe would say of every customer that it
 * does not exist; so the account is remembered at the first start and compared at every other.
 */
@NullMarked
package io.hookbridge.billing.stripe.account;

import org.jspecify.annotations.NullMarked;
