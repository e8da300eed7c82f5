package io.hookbridge.billing.provider;

import io.hookbridge.base.Mode;

import org.jspecify.annotations.Nullable;

/**
 * Which invoices are wanted, the newest first.
 *
 * @param limit 1 to 99
 * @param startingAfter the last invoice of the page before, which may be a stranger's; null for the
 *     first page
 */
public record InvoiceQuery(
        Customer customer, Mode mode, int limit, @Nullable String startingAfter) {}
