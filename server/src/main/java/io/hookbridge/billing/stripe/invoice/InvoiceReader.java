package io.hookbridge.billing.stripe.invoice;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceLineItem;
import com.stripe.model.StripeCollection;
import com.stripe.param.InvoiceListParams;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.provider.InvoiceOutcome;
import io.hookbridge.billing.provider.InvoiceQuery;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.billing.stripe.call.ModeCheck;
import io.hookbridge.billing.stripe.call.StripeCalls.Call;
import io.hookbridge.billing.stripe.call.UnusableAnswer;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Asks for a customer's invoices and reads them into ours. */
public record InvoiceReader(Mode mode) {

    /** Small, because one invoice can be many kilobytes. */
    private static final int PAGE = 20;

    /** What a page may offer as a link: https and nothing that parsers read differently. */
    private static final Pattern LINK =
            Pattern.compile("https://[a-z0-9.-]+(/[!-~&&[^\\\\\"<>^`{|}]]{0,2000})?");

    public InvoiceOutcome read(Call call, InvoiceQuery query) throws StripeException {
        String customer = query.customer().externalId();
        String after = query.startingAfter();
        if (after != null && !belongs(call, after, customer)) {
            return new InvoiceOutcome.UnknownCursor();
        }
        List<io.hookbridge.billing.provider.Invoice> invoices = new ArrayList<>();
        StripeCollection<Invoice> page;
        do {
            page = page(call, customer, Math.min(PAGE, query.limit() - invoices.size()), after);
            for (Invoice invoice : page.getData()) {
                invoices.add(invoice(call, invoice, customer));
                after = invoice.getId();
            }
            // An empty page that promises more would be asked for until the deadline.
        } while (hasMore(page) && !page.getData().isEmpty() && invoices.size() < query.limit());
        return new InvoiceOutcome.Listed(invoices, hasMore(page));
    }

    /** Stripe pages on from anybody's invoice, so it is looked at first. */
    private boolean belongs(Call call, String invoice, String customer) throws StripeException {
        try {
            Invoice found = call.stripe().v1().invoices().retrieve(invoice);
            return ModeCheck.isOf(mode, found.getLivemode())
                    && customer.equals(found.getCustomer());
        } catch (InvalidRequestException refused) {
            if ("resource_missing".equals(refused.getCode())) {
                return false;
            }
            throw refused;
        }
    }

    private static StripeCollection<Invoice> page(
            Call call, String customer, long limit, @Nullable String after) throws StripeException {
        InvoiceListParams.Builder page =
                InvoiceListParams.builder().setCustomer(customer).setLimit(limit);
        if (after != null) {
            page.setStartingAfter(after);
        }
        return call.stripe().v1().invoices().list(page.build());
    }

    private static boolean hasMore(StripeCollection<Invoice> page) {
        return Boolean.TRUE.equals(page.getHasMore());
    }

    private io.hookbridge.billing.provider.Invoice invoice(
            Call call, Invoice stripe, String customer) throws StripeException {
        ModeCheck.require(mode, stripe.getLivemode(), "invoice");
        if (!customer.equals(stripe.getCustomer())) {
            throw new UnusableAnswer(Kind.BAD_ANSWER, "invoice of another customer");
        }
        InvoicePeriod period = InvoicePeriod.of(call, stripe);
        return new io.hookbridge.billing.provider.Invoice(
                stripe.getId(),
                stripe.getStatus() == null ? "draft" : stripe.getStatus(),
                stripe.getAmountDue(),
                stripe.getAmountPaid(),
                stripe.getCurrency(),
                period.start(),
                period.end(),
                Instant.ofEpochSecond(stripe.getCreated()),
                link(stripe.getInvoicePdf()),
                link(stripe.getHostedInvoiceUrl()),
                stripe.getLines().getData().stream().map(InvoiceReader::line).toList());
    }

    private static io.hookbridge.billing.provider.Invoice.Line line(InvoiceLineItem line) {
        return new io.hookbridge.billing.provider.Invoice.Line(
                line.getDescription() == null ? "" : line.getDescription(),
                line.getAmount(),
                line.getQuantity() == null ? 1 : line.getQuantity());
    }

    private static @Nullable String link(@Nullable String url) {
        return url != null && LINK.matcher(url).matches() ? url : null;
    }
}
