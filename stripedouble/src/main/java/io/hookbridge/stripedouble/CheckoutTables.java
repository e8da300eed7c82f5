package io.hookbridge.stripedouble;

import static io.hookbridge.stripedouble.Rule.id;
import static io.hookbridge.stripedouble.Rule.limit;
import static io.hookbridge.stripedouble.Rule.oneOf;
import static io.hookbridge.stripedouble.Rule.optional;
import static io.hookbridge.stripedouble.Rule.required;
import static io.hookbridge.stripedouble.Rule.table;
import static io.hookbridge.stripedouble.Rule.text;
import static io.hookbridge.stripedouble.Rule.url;

/**
 * The parameters that Stripe documents for new customers, the hosted checkout and invoices at
 * {@code 2026-07-29.dahlia}, as far as anybody here has a use for them.
 */
final class CheckoutTables {

    private static final Rule WHOLE = new Rule.Value("number", value -> value.matches("[0-9]+"));
    private static final Rule METADATA = new Rule.AnyNames(text());

    static final Rule.Struct CREATE_CUSTOMER =
            table(
                    optional("description", text()),
                    optional("email", text()),
                    optional("metadata", METADATA),
                    optional("name", text()));

    static final Rule.Struct CREATE_SESSION =
            table(
                    required("mode", oneOf("payment", "setup", "subscription")),
                    required("success_url", url()),
                    required(
                            "line_items",
                            new Rule.Listing(
                                    table(
                                            required("price", id("price_")),
                                            optional("quantity", WHOLE)))),
                    optional("cancel_url", url()),
                    optional(
                            "client_reference_id",
                            new Rule.Value("text", value -> value.length() <= 200)),
                    optional("customer", id("cus_")),
                    optional("expires_at", WHOLE),
                    optional("metadata", METADATA),
                    optional("subscription_data", table(optional("metadata", METADATA))));

    static final Rule.Struct LIST_SESSIONS =
            table(
                    optional("customer", id("cus_")),
                    optional("status", oneOf("complete", "expired", "open")),
                    optional("limit", limit()),
                    optional("starting_after", id("cs_")));

    static final Rule.Struct LIST_INVOICES =
            table(
                    optional("customer", id("cus_")),
                    optional("status", oneOf("draft", "open", "paid", "uncollectible", "void")),
                    optional("limit", limit()),
                    optional("starting_after", id("in_")));

    static final Rule.Struct LIST_LINES = table(optional("limit", limit()));

    private CheckoutTables() {}
}
