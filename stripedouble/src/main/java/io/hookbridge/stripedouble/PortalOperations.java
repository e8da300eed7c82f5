package io.hookbridge.stripedouble;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The customer portal: its configurations and its sessions. */
final class PortalOperations {

    private static final SecureRandom RANDOM = new SecureRandom();

    static final List<Operation> ALL =
            List.of(
                    new Operation(
                            "GET",
                            "/v1/billing_portal/configurations",
                            PortalTables.LIST_CONFIGURATIONS,
                            PortalOperations::listConfigurations),
                    new Operation(
                            "POST",
                            "/v1/billing_portal/configurations",
                            PortalTables.CREATE_CONFIGURATION,
                            PortalOperations::createConfiguration),
                    new Operation(
                            "POST",
                            "/v1/billing_portal/sessions",
                            PortalTables.CREATE_SESSION,
                            PortalOperations::createSession));

    private PortalOperations() {}

    private static ObjectNode listConfigurations(DoubleRequest request) {
        String active = request.text("active");
        return request.account()
                .configurations
                .page(
                        request.params(),
                        made -> active.isEmpty() || active.equals(made.get("active").asString()));
    }

    private static ObjectNode createConfiguration(DoubleRequest request) {
        var products = request.params().at("/features/subscription_update/products");
        if (products.size() > 10) {
            throw Refusal.invalid(
                    null, "features[subscription_update][products]", "Too many products.");
        }
        DoubleAccount account = request.account();
        return account.configurations.add(
                account.objects.configuration("bpc_FAKE" + random(8), request.params()));
    }

    private static ObjectNode createSession(DoubleRequest request) {
        DoubleAccount account = request.account();
        ObjectNode customer =
                CustomerOperations.find(request, request.text("customer"), 400, "customer");
        if (customer.has("deleted")) {
            throw Refusal.missing(400, "customer", "customer", request.text("customer"));
        }
        ObjectNode configuration = configuration(request);
        if (request.params().has("flow_data")) {
            checkFlow(request, configuration);
        }
        String url =
                "%s/p/session/%s_FAKE%s"
                        .formatted(
                                request.portalBase(), account.live ? "live" : "test", random(16));
        return account.sessions.add(
                account.objects.session(
                        "bps_FAKE" + random(8),
                        url,
                        configuration.get("id").asString(),
                        request.params()));
    }

    /** Nobody ever saved default settings in this account, as in a new one of Stripe's. */
    private static ObjectNode configuration(DoubleRequest request) {
        String id = request.text("configuration");
        if (id.isEmpty()) {
            throw Refusal.invalid(null, null, Fault.noConfiguration(request.account().live));
        }
        return request.account()
                .configurations
                .find(id)
                .filter(configuration -> configuration.get("active").asBoolean())
                .orElseThrow(() -> Refusal.missing(400, "configuration", "configuration", id));
    }

    private static void checkFlow(DoubleRequest request, ObjectNode configuration) {
        String type = request.params().at("/flow_data/type").asString();
        if (!configuration.at("/features/" + type + "/enabled").asBoolean(false)) {
            throw Refusal.invalid(
                    null,
                    "flow_data[type]",
                    "This flow is not enabled in the portal configuration.");
        }
        if (type.startsWith("subscription_")) {
            String subscription =
                    request.params().at("/flow_data/" + type + "/subscription").asString("");
            String param = "flow_data[" + type + "][subscription]";
            ObjectNode found =
                    request.account()
                            .subscriptions
                            .find(subscription)
                            .filter(it ->
                                    it.get("customer").equals(request.params().get("customer")))
                            .orElseThrow(() ->
                                    Refusal.missing(400, "subscription", param, subscription));
            checkSubscription(found, type, param);
        }
    }

    /** What the portal cannot change, it opens no session to change. */
    private static void checkSubscription(ObjectNode subscription, String type, String param) {
        if (!subscription.path("schedule").asString("").isEmpty()) {
            throw Refusal.invalid(
                    null, param, "The subscription is managed by a subscription schedule.");
        }
        Set<String> products = new HashSet<>();
        boolean metered = false;
        for (JsonNode item : subscription.at("/items/data")) {
            products.add(item.at("/price/product").asString());
            metered |= item.at("/price/recurring/usage_type").asString().equals("metered");
        }
        boolean invoiced = subscription.path("collection_method").asString().equals("send_invoice");
        if (type.equals("subscription_update") && (products.size() > 1 || metered || invoiced)) {
            throw Refusal.invalid(
                    null, param, "The portal does not support updates of this subscription.");
        }
    }

    static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
