package io.hookbridge.billing.invoice;

import io.hookbridge.billing.provider.Invoice;
import io.hookbridge.billing.provider.Unavailability;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** What came of asking for a tenant's invoices. */
public sealed interface InvoiceResult {

    /**
     * @param invoices the newest first
     * @param hasMore whether older ones follow
     * @param staleSince when the list was true, if the provider cannot be asked now; null for a
     *     list that is half a minute old at most
     */
    record Listed(List<Invoice> invoices, boolean hasMore, @Nullable Instant staleSince)
            implements InvoiceResult {
        public Listed {
            invoices = List.copyOf(invoices);
        }
    }

    /** The tenant has no such invoice to start after. */
    record UnknownCursor() implements InvoiceResult {}

    /** The provider cannot be asked now, and nothing is known from before. */
    record Unavailable(Unavailability why) implements InvoiceResult {}
}
