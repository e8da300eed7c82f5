package io.hookbridge.stripedouble;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/** The JSON of checkout sessions and invoices, with the fields that a reader may look at. */
final class CheckoutObjects {

    private static final long MONTH = 30L * 24 * 60 * 60;

    private final StripeObjects objects;

    CheckoutObjects(StripeObjects objects) {
        this.objects = objects;
    }

    ObjectNode session(String id, String url, String currency, ObjectNode params) {
        ObjectNode session = objects.object("checkout.session", id);
        session.put("mode", "subscription");
        session.put("status", "open");
        session.put("payment_status", "unpaid");
        session.put("currency", currency);
        session.set("customer", params.get("customer"));
        session.set("client_reference_id", params.path("client_reference_id").deepCopy());
        session.set("metadata", orEmpty(params, "metadata"));
        session.set("success_url", params.get("success_url"));
        session.set("cancel_url", params.path("cancel_url").deepCopy());
        session.put(
                "expires_at",
                params.path("expires_at").asLong(session.get("created").asLong() + 24 * 60 * 60));
        session.put("url", url);
        session.putNull("subscription");
        session.putNull("invoice");
        return session;
    }

    /**
     * @param lines amounts by description, in the smallest unit
     */
    ObjectNode invoice(String id, String customer, String status, Map<String, Long> lines) {
        ObjectNode invoice = objects.object("invoice", id);
        long created = invoice.get("created").asLong();
        long total = lines.values().stream().mapToLong(Long::longValue).sum();
        invoice.put("customer", customer);
        invoice.put("status", status);
        invoice.put("amount_due", total);
        invoice.put("amount_paid", status.equals("paid") ? total : 0);
        invoice.put("currency", "usd");
        // Looks back, and so is empty on a first invoice; what is paid for stands on the lines.
        invoice.put("period_start", created);
        invoice.put("period_end", created);
        boolean isFinal = !status.equals("draft");
        String page = "https://invoice.stripe.com/i/acct_FAKE/" + id;
        invoice.put("hosted_invoice_url", isFinal ? page : null);
        invoice.put("invoice_pdf", isFinal ? page.replace("invoice.", "pay.") + "/pdf" : null);
        ObjectNode list = invoice.putObject("lines");
        list.put("object", "list");
        list.put("has_more", false);
        list.put("url", "/v1/invoices/" + id + "/lines");
        var data = list.putArray("data");
        lines.forEach((description, amount) ->
                data.add(line("il_" + id + data.size(), description, amount, created)));
        return invoice;
    }

    /** An item of a subscription, paid in advance for a month. */
    private static ObjectNode line(String id, String description, long amount, long start) {
        ObjectNode line = Json.object();
        line.put("id", id);
        line.put("object", "line_item");
        line.put("description", description);
        line.put("amount", amount);
        line.put("currency", "usd");
        line.put("quantity", 1);
        line.putObject("period").put("start", start).put("end", start + MONTH);
        ObjectNode parent = line.putObject("parent");
        parent.put("type", "subscription_item_details");
        parent.putNull("invoice_item_details");
        parent.putObject("subscription_item_details")
                .put("proration", false)
                .put("subscription", "sub_FAKE")
                .put("subscription_item", "si_FAKE");
        return line;
    }

    /** What Stripe calls the first period of each price that is paid in advance. */
    static Map<String, Long> linesOf(List<ObjectNode> prices) {
        Map<String, Long> lines = new java.util.LinkedHashMap<>();
        for (ObjectNode price : prices) {
            if (!price.at("/recurring/usage_type").asString().equals("metered")) {
                lines.put(
                        "1 × " + price.get("lookup_key").asString(),
                        price.get("unit_amount").asLong());
            }
        }
        return lines;
    }

    private static ObjectNode orEmpty(ObjectNode params, String name) {
        return params.path(name) instanceof ObjectNode object ? object.deepCopy() : Json.object();
    }
}
