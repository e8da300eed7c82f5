package io.hookbridge.billing.stripe.invoice;

import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceLineItem;
import com.stripe.model.InvoiceLineItem.Parent;
import com.stripe.param.InvoiceLineItemListParams;

import io.hookbridge.billing.stripe.call.StripeCalls.Call;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What an invoice pays for. The invoice's own two dates look back: they are one period behind for a
 * plan that is paid in advance, and an empty one on the first invoice. The lines know better.
 *
 * @param end exclusive
 */
record InvoicePeriod(Instant start, Instant end) {

    private static final long PAGE = 100;

    /** The plan's line ends last, because usage is charged for a period that is over. */
    private static final Comparator<InvoiceLineItem> WORTH =
            Comparator.comparing((InvoiceLineItem line) -> line.getPeriod().getEnd())
                    .thenComparing(line -> line.getAmount() > 0)
                    .thenComparingLong(line -> -line.getPeriod().getStart());

    /**
     * The period of the plan's line; of the latest change of plan, where nothing else is charged;
     * the invoice's own, where no line is of a subscription.
     */
    static InvoicePeriod of(Call call, Invoice invoice) throws StripeException {
        List<InvoiceLineItem> lines = invoice.getLines().getData();
        Optional<InvoiceLineItem> plan = latest(lines, InvoicePeriod::isRegular);
        // Stripe lists changes first and puts ten lines into an invoice.
        if (plan.isEmpty() && Boolean.TRUE.equals(invoice.getLines().getHasMore())) {
            lines = lines(call, invoice);
            plan = latest(lines, InvoicePeriod::isRegular);
        }
        List<InvoiceLineItem> all = lines;
        return plan.or(() -> latest(all, InvoicePeriod::isOfSubscription))
                .map(line -> period(line.getPeriod().getStart(), line.getPeriod().getEnd()))
                .orElseGet(() -> period(invoice.getPeriodStart(), invoice.getPeriodEnd()));
    }

    private static Optional<InvoiceLineItem> latest(
            List<InvoiceLineItem> lines, Predicate<InvoiceLineItem> which) {
        return lines.stream().filter(line -> line.getPeriod() != null).filter(which).max(WORTH);
    }

    /** An item of the subscription for a whole period, and no part of one before a change. */
    private static boolean isRegular(InvoiceLineItem line) {
        Parent parent = line.getParent();
        return parent != null
                && parent.getSubscriptionItemDetails() != null
                && !Boolean.TRUE.equals(parent.getSubscriptionItemDetails().getProration());
    }

    private static boolean isOfSubscription(InvoiceLineItem line) {
        Parent parent = line.getParent();
        return parent != null
                && (parent.getSubscriptionItemDetails() != null
                        || (parent.getInvoiceItemDetails() != null
                                && parent.getInvoiceItemDetails().getSubscription() != null));
    }

    private static List<InvoiceLineItem> lines(Call call, Invoice invoice) throws StripeException {
        return call.stripe()
                .v1()
                .invoices()
                .lineItems()
                .list(invoice.getId(), InvoiceLineItemListParams.builder().setLimit(PAGE).build())
                .getData();
    }

    private static InvoicePeriod period(long start, long end) {
        return new InvoicePeriod(Instant.ofEpochSecond(start), Instant.ofEpochSecond(end));
    }
}
