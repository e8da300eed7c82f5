package io.hookbridge.console.billing;

import io.hookbridge.billing.invoice.InvoiceResult;
import io.hookbridge.billing.provider.Invoice;
import io.hookbridge.http.page.Words;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * The newest invoices.
 *
 * @param remark why the list may not be whole or new, or null
 */
public record InvoiceList(List<Row> rows, @Nullable String remark) {

    /** How many are shown; the portal has the others. */
    static final int SHOWN = 12;

    /**
     * An invoice.
     *
     * @param badge the class of its status
     * @param view where it can be seen, or null; a credential
     * @param pdf likewise
     */
    public record Row(
            String id,
            String created,
            String what,
            String amount,
            String status,
            String badge,
            @Nullable String view,
            @Nullable String pdf) {

        static Row of(Invoice invoice) {
            boolean paid = invoice.status().equals("paid");
            return new Row(
                    invoice.id(),
                    Words.day(invoice.created()),
                    invoice.lines().isEmpty() ? "" : invoice.lines().getFirst().description(),
                    Money.of(paid ? invoice.amountPaid() : invoice.amountDue(), invoice.currency()),
                    status(invoice.status()),
                    badge(invoice.status()),
                    invoice.hostedInvoiceUrl(),
                    invoice.invoicePdf());
        }

        private static String status(String word) {
            return switch (word) {
                case "paid" -> "Paid";
                case "open" -> "Open";
                case "draft" -> "Draft";
                case "uncollectible" -> "Not collected";
                case "void" -> "Void";
                default -> word;
            };
        }

        private static String badge(String word) {
            return switch (word) {
                case "paid" -> "good";
                case "open", "uncollectible" -> "ending";
                default -> "ended";
            };
        }
    }

    static InvoiceList of(InvoiceResult result) {
        return switch (result) {
            case InvoiceResult.Listed listed ->
                    new InvoiceList(
                            listed.invoices().stream().map(Row::of).toList(), remark(listed));
            case InvoiceResult.UnknownCursor _, InvoiceResult.Unavailable _ ->
                    new InvoiceList(
                            List.of(),
                            "The invoices cannot be shown just now. Nothing is lost: try again in a few"
                                    + " minutes.");
        };
    }

    private static @Nullable String remark(InvoiceResult.Listed listed) {
        Instant since = listed.staleSince();
        if (since != null) {
            return "The billing provider does not answer just now. This is the list of "
                    + Words.moment(since)
                    + ".";
        }
        return listed.hasMore() ? "Older invoices are in the customer portal." : null;
    }
}
