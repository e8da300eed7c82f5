/**
 * Billing: what a tenant has subscribed to, and the way to the pages where a person changes it.
 *
 * <p>{@link io.hookbridge.billing.provider.BillingProvider} is the one port to whoever takes the
 * money. Two providers stand behind it: {@code billing.stripe}, the only package that speaks
 * Stripe, and {@code billing.builtin}, plans without payments that this server hosts itself. The
 * subscription a tenant sees is always our own row ({@code billing.subscription}); no operation
 * that reads it waits for a provider.
 */
@NullMarked
package io.hookbridge.billing;

import org.jspecify.annotations.NullMarked;
