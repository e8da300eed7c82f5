package io.hookbridge.stripedouble;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Invoices, as a customer's history shows them. */
final class InvoiceOperations {

    static final List<Operation> ALL =
            List.of(
                    new Operation(
                            "GET",
                            "/v1/invoices",
                            CheckoutTables.LIST_INVOICES,
                            InvoiceOperations::list),
                    new Operation(
                            "GET", "/v1/invoices/{id}", Rule.table(), InvoiceOperations::retrieve),
                    new Operation(
                            "GET",
                            "/v1/invoices/{id}/lines",
                            CheckoutTables.LIST_LINES,
                            InvoiceOperations::listLines));

    /** How many lines stand in the invoice itself. */
    private static final int LINES = 10;

    private InvoiceOperations() {}

    /** Like Stripe's, it starts after anybody's invoice. */
    private static ObjectNode list(DoubleRequest request) {
        if (!request.text("customer").isEmpty()) {
            CustomerOperations.find(request, request.text("customer"), 400, "customer");
        }
        ObjectNode page =
                request.account()
                        .invoices
                        .page(
                                request.params(),
                                invoice ->
                                        CheckoutOperations.isAsked(request, invoice, "customer")
                                                && CheckoutOperations.isAsked(
                                                        request, invoice, "status"))
                        .deepCopy();
        page.get("data").forEach(invoice -> cut((ObjectNode) invoice.get("lines"), LINES));
        return page;
    }

    private static ObjectNode listLines(DoubleRequest request) {
        ObjectNode lines = ((ObjectNode) retrieve(request).get("lines")).deepCopy();
        String limit = request.text("limit");
        return cut(lines, limit.isEmpty() ? LINES : Integer.parseInt(limit));
    }

    private static ObjectNode cut(ObjectNode lines, int most) {
        ArrayNode data = (ArrayNode) lines.get("data");
        lines.put("has_more", data.size() > most);
        while (data.size() > most) {
            data.remove(data.size() - 1);
        }
        return lines;
    }

    private static ObjectNode retrieve(DoubleRequest request) {
        return request.account()
                .invoices
                .find(request.id())
                .orElseThrow(() -> {
                    Refusal missing = Refusal.missing(404, "invoice", "invoice", request.id());
                    return request.other().invoices.find(request.id()).isPresent()
                            ? missing.inOtherMode(request.account().live)
                            : missing;
                });
    }
}
