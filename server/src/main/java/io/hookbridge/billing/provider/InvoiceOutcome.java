package io.hookbridge.billing.provider;

import java.util.List;

/** What came of asking a provider for invoices. */
public sealed interface InvoiceOutcome {

    /**
     * @param invoices the newest first, at most as many as were asked for
     * @param hasMore whether older ones follow
     */
    record Listed(List<Invoice> invoices, boolean hasMore) implements InvoiceOutcome {
        public Listed {
            invoices = List.copyOf(invoices);
        }
    }

    /** The customer has no such invoice to start after. */
    record UnknownCursor() implements InvoiceOutcome {}

    /** The provider no longer knows this customer; an operator must look. */
    record CustomerGone() implements InvoiceOutcome {}

    /** The provider cannot say now. */
    record Unavailable(Unavailability why) implements InvoiceOutcome {}
}
