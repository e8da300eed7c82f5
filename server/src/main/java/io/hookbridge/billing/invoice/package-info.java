/**
 * {@code GET /v1/billing/invoices}: the invoices of the tenant's own customer.
 *
 * <p>Lists come from the provider and are kept in memory for half a minute. The newest one of each
 * tenant is also written down, without its links, which are credentials: while the provider is
 * away, {@link io.hookbridge.billing.invoice.Invoices} answers from it and says so.
 */
@NullMarked
package io.hookbridge.billing.invoice;

import org.jspecify.annotations.NullMarked;
