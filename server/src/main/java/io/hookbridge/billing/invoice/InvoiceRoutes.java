package io.hookbridge.billing.invoice;

import io.hookbridge.access.Permission;
import io.hookbridge.access.TenantSide;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.billing.OperationGate;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code GET /v1/billing/invoices}. Needs the permission to bill, because the links in an invoice
 * show it to whoever has them.
 */
public final class InvoiceRoutes {

    private static final int USUAL_LIMIT = 12;
    private static final Pattern INVOICE_ID = Pattern.compile("in_[A-Za-z0-9]{1,252}");

    private final Invoices invoices;
    private final OperationGate gate;

    /**
     * @param rate how many lists a tenant may ask for, so that one cannot use up what the provider
     *     allows all
     */
    public InvoiceRoutes(Invoices invoices, TokenBuckets<TenantSide> rate, MeterRegistry meters) {
        this.invoices = invoices;
        this.gate =
                new OperationGate(
                        "requests for invoices", rate, meters, "hookbridge.invoices.requests");
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", "/v1/billing/invoices", Permission.BILLING, this::list)
                        .query("limit", "starting_after")
                        .orSession());
    }

    private Answer list(Call call) {
        gate.enter(call);
        int limit = call.queryInteger("limit", 1, Invoices.MOST).orElse(USUAL_LIMIT);
        String startingAfter =
                call.query("starting_after").map(InvoiceRoutes::invoiceId).orElse(null);
        return switch (invoices.list(
                call.caller().tenant(), call.caller().mode(), limit, startingAfter)) {
            case InvoiceResult.Listed listed -> {
                gate.count(listed.staleSince() == null ? "listed" : "stale");
                yield Answer.ok(listed.invoices())
                        .meta(meta(listed.hasMore(), listed.staleSince()));
            }
            case InvoiceResult.UnknownCursor _ -> {
                gate.count("unknown_cursor");
                throw unknownCursor();
            }
            case InvoiceResult.Unavailable(var why) -> {
                gate.count("unavailable");
                throw OperationGate.unavailable(why);
            }
        };
    }

    private static Map<String, Object> meta(boolean hasMore, @Nullable Instant staleSince) {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("has_more", hasMore);
        if (staleSince != null) {
            meta.put("stale", true);
            meta.put("as_of", staleSince);
        }
        return meta;
    }

    private static String invoiceId(String text) {
        if (!INVOICE_ID.matcher(text).matches()) {
            throw unknownCursor();
        }
        return text;
    }

    private static ApiError unknownCursor() {
        return ApiError.invalidRequest(
                "starting_after must be the id of an invoice of this tenant");
    }
}
