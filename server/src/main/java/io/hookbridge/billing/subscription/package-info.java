/**
 * The subscription of a tenant as we know it: one row for each tenant and billing book.
 *
 * <p>Statuses: {@code trialing}, {@code active}, {@code past_due}, {@code unpaid}, {@code
 * canceled}, and two that never become a plan, {@code incomplete} and {@code incomplete_expired};
 * {@code paused} is kept as the provider's word and shown as {@code unpaid}.
 */
@NullMarked
package io.hookbridge.billing.subscription;

import org.jspecify.annotations.NullMarked;
