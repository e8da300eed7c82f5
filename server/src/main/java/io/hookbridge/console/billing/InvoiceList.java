package io.hookbridge.console.billing;

import io.hookbridge.billing.invoice.InvoiceResult;
import io.hookbridge.billing.provider.Invoice;
import io.hookbridge.http.page.Phrases;

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

        static Row of(Invoice invoice, Phrases phrases) {
            boolean paid = invoice.status().equals("paid");
            return new Row(
                    invoice.id(),
                    phrases.day(invoice.created()),
                    invoice.lines().isEmpty() ? "" : invoice.lines().getFirst().description(),
                    Money.of(
                            paid ? invoice.amountPaid() : invoice.amountDue(),
                            invoice.currency(),
                            phrases),
                    status(invoice.status(), phrases),
                    badge(invoice.status()),
                    invoice.hostedInvoiceUrl(),
                    invoice.invoicePdf());
        }

        private static String status(String word, Phrases phrases) {
            return switch (word) {
                case "paid", "open", "draft", "uncollectible", "void" ->
                        phrases.say("console.billing.invoice." + word);
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

    static InvoiceList of(InvoiceResult result, Phrases phrases) {
        return switch (result) {
            case InvoiceResult.Listed listed ->
                    new InvoiceList(
                            listed.invoices().stream()
                                    .map(invoice -> Row.of(invoice, phrases))
                                    .toList(),
                            remark(listed, phrases));
            case InvoiceResult.UnknownCursor _, InvoiceResult.Unavailable _ ->
                    new InvoiceList(List.of(), phrases.say("console.billing.invoices.unavailable"));
        };
    }

    private static @Nullable String remark(InvoiceResult.Listed listed, Phrases phrases) {
        Instant since = listed.staleSince();
        if (since != null) {
            return phrases.say("console.billing.invoices.stale", phrases.moment(since));
        }
        return listed.hasMore() ? phrases.say("console.billing.invoices.more") : null;
    }
}
