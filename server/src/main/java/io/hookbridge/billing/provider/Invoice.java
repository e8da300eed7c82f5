package io.hookbridge.billing.provider;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * One invoice, in the shape in which the API answers it.
 *
 * @param id begins with {@code in_}
 * @param status the provider's word: {@code draft}, {@code open}, {@code paid}, {@code
 *     uncollectible} or {@code void}
 * @param amountDue a whole number as Stripe writes amounts of the currency, see {@link MinorUnits}
 * @param amountPaid in the same unit
 * @param currency three lower-case letters
 * @param invoicePdf a credential: whoever has it sees the invoice; null where there is none
 * @param hostedInvoiceUrl likewise
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
        List<Line> lines) {

    /**
     * What is charged.
     *
     * @param description empty if the provider has none
     * @param amount in the same unit; negative for what is given back
     */
    public record Line(String description, long amount, long quantity) {}

    public Invoice {
        lines = List.copyOf(lines);
    }

    /** The same invoice with nothing in it that grants access. */
    public Invoice withoutLinks() {
        return new Invoice(
                id,
                status,
                amountDue,
                amountPaid,
                currency,
                periodStart,
                periodEnd,
                created,
                null,
                null,
                lines);
    }

    /** Leaves the links out. */
    @Override
    public String toString() {
        return "Invoice[id=" + id + ", status=" + status + "]";
    }
}
