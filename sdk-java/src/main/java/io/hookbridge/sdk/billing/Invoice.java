package io.hookbridge.sdk.billing;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * An invoice of the tenant.
 *
 * @param id identifies an invoice
 * @param status {@code draft}, {@code open}, {@code paid}, {@code uncollectible} or {@code void}; a
 *     provider may add others
 * @param amountDue a whole number as Stripe writes amounts of the currency: cents of {@code usd},
 *     whole {@code jpy}, thousandths of {@code kwd}; also hundredths of {@code isk} and {@code
 *     ugx}, which have none any more
 * @param amountPaid in the same unit
 * @param currency ISO 4217, in lower case
 * @param periodStart the beginning of the period that the plan's line pays for; of the whole
 *     invoice's where it has no such line
 * @param periodEnd the end of the period; not part of it
 * @param created when the invoice was made
 * @param invoicePdf the invoice as a PDF; {@code null} where there is none, and in a list that is
 *     not fresh
 * @param hostedInvoiceUrl the invoice as a page of the billing provider; {@code null} as above
 * @param lines what is charged; the first ten positions
 */
public record Invoice(
        String id,
        String status,
        long amountDue,
        long amountPaid,
        String currency,
        Instant periodStart,
        Instant periodEnd,
        Instant created,
        @Nullable String invoicePdf,
        @Nullable String hostedInvoiceUrl,
        List<InvoiceLine> lines) {}
