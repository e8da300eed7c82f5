package io.hookbridge.billing.provider;

import java.util.List;

/** What a provider may answer to a request for invoices. */
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
}
