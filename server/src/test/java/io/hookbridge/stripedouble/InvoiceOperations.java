package io.hookbridge.stripedouble;

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
                            "GET", "/v1/invoices/{id}", Rule.table(), InvoiceOperations::retrieve));

    private InvoiceOperations() {}

    /** Like Stripe's, it starts after anybody's invoice. */
    private static ObjectNode list(DoubleRequest request) {
        if (!request.text("customer").isEmpty()) {
            CustomerOperations.find(request, request.text("customer"), 400, "customer");
        }
        return request.account()
                .invoices
                .page(
                        request.params(),
                        invoice ->
                                CheckoutOperations.isAsked(request, invoice, "customer")
                                        && CheckoutOperations.isAsked(request, invoice, "status"));
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
