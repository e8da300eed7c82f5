package io.hookbridge.stripedouble;

import static io.hookbridge.stripedouble.Rule.bool;
import static io.hookbridge.stripedouble.Rule.id;
import static io.hookbridge.stripedouble.Rule.limit;
import static io.hookbridge.stripedouble.Rule.oneOf;
import static io.hookbridge.stripedouble.Rule.optional;
import static io.hookbridge.stripedouble.Rule.required;
import static io.hookbridge.stripedouble.Rule.table;
import static io.hookbridge.stripedouble.Rule.text;
import static io.hookbridge.stripedouble.Rule.url;

/** The parameters that Stripe documents for the customer portal at {@code 2026-07-29.dahlia}. */
final class PortalTables {

    static final Rule.Struct LIST_CONFIGURATIONS =
            table(
                    optional("active", bool()),
                    optional("is_default", bool()),
                    optional("limit", limit()),
                    optional("starting_after", id("bpc_")));

    private static final Rule SUBSCRIPTION_UPDATE =
            table(
                    required("enabled", bool()),
                    optional(
                            "default_allowed_updates",
                            new Rule.Listing(oneOf("price", "promotion_code", "quantity"))),
                    optional(
                            "proration_behavior",
                            oneOf("always_invoice", "create_prorations", "none")),
                    optional(
                            "products",
                            new Rule.Listing(
                                    table(
                                            required("product", id("prod_")),
                                            required("prices", new Rule.Listing(id("price_")))))));

    static final Rule.Struct CREATE_CONFIGURATION =
            table(
                    optional("name", text()),
                    optional("default_return_url", url()),
                    optional("metadata", new Rule.AnyNames(text())),
                    required(
                            "features",
                            table(
                                    optional("invoice_history", table(required("enabled", bool()))),
                                    optional(
                                            "payment_method_update",
                                            table(required("enabled", bool()))),
                                    optional(
                                            "subscription_cancel",
                                            table(
                                                    required("enabled", bool()),
                                                    optional(
                                                            "mode",
                                                            oneOf(
                                                                    "at_period_end",
                                                                    "immediately")))),
                                    optional("subscription_update", SUBSCRIPTION_UPDATE))));

    private static final Rule AFTER_COMPLETION =
            table(
                    required("type", oneOf("hosted_confirmation", "portal_homepage", "redirect")),
                    optional("hosted_confirmation", table(optional("custom_message", text()))),
                    optional("redirect", table(required("return_url", url()))));

    private static final Rule ONE_SUBSCRIPTION = table(required("subscription", id("sub_")));

    static final Rule.Struct CREATE_SESSION =
            table(
                    required("customer", id("cus_")),
                    optional("configuration", id("bpc_")),
                    optional("return_url", url()),
                    optional("locale", new Rule.Value("locale", PortalTables::isLocale)),
                    optional(
                            "flow_data",
                            table(
                                    required(
                                            "type",
                                            oneOf(
                                                    "payment_method_update",
                                                    "subscription_cancel",
                                                    "subscription_update")),
                                    optional("after_completion", AFTER_COMPLETION),
                                    optional("subscription_cancel", ONE_SUBSCRIPTION),
                                    optional("subscription_update", ONE_SUBSCRIPTION))));

    private PortalTables() {}

    private static boolean isLocale(String word) {
        return word.equals("auto") || word.matches("[a-z]{2,3}(-([A-Z]{2}|[0-9]{3}))?");
    }
}
