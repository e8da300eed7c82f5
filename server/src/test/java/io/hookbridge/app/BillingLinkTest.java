package io.hookbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.CommandsTest.Ended;
import io.hookbridge.base.SecretKeyFile;
import io.hookbridge.http.Exchange;
import io.hookbridge.stripedouble.DoubleAccount;
import io.hookbridge.stripedouble.StripeDouble;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code admin billing link} beside a running server, with Stripe behind both. */
@Tag("database")
class BillingLinkTest {

    private static final String PRO = "{\"plan\":\"pro\",\"interval\":\"monthly\"}";

    @TempDir private Path folder;

    private final StripeDouble stripe = StripeDouble.start();
    private final DoubleAccount live = stripe.live();
    private TestApp app;
    private Path settings;
    private String tenant;

    @BeforeEach
    void start() throws IOException {
        Path key = folder.resolve("server.key");
        new SecretKeyFile(key).create();
        Map<String, String> billing =
                Map.of(
                        "HOOKBRIDGE_SECRET_KEY_FILE",
                        key.toString(),
                        "HOOKBRIDGE_STRIPE_LIVE_SECRET_KEY",
                        StripeDouble.LIVE_KEY,
                        "HOOKBRIDGE_STRIPE_API_BASE",
                        stripe.apiBase().toString());
        app = TestApp.start(billing);
        Map<String, String> lines = new TreeMap<>(app.database());
        lines.putAll(billing);
        lines.put("HOOKBRIDGE_DATABASE_CONNECTIONS", "2");
        settings =
                Files.write(
                        folder.resolve("settings.properties"),
                        lines.entrySet().stream()
                                .map(line -> line.getKey() + "=" + line.getValue())
                                .toList());
        tenant =
                app.client()
                        .get("/v1/projects")
                        .key(TestApp.KEY)
                        .send()
                        .data()
                        .at("/0/tenant_id")
                        .asString();
        live.addPrice("price_FAKE", "prod_FAKE", "hookbridge_pro_monthly", "month", "licensed");
        subscribe("cus_FAKEold", "sub_FAKEold");
        done("link", "--customer", "cus_FAKEold");
        assertThat(portal().status()).isEqualTo(200);
    }

    @AfterEach
    void close() {
        app.close();
        stripe.close();
        stripe.assertNoViolations();
    }

    @Test
    void a_tenant_whose_customer_was_deleted_is_linked_to_another_one_and_goes_on() {
        live.events.deleteCustomer("cus_FAKEold");
        done("sync");
        assertThat(portal().status()).isEqualTo(404);
        assertThat(checkout().status()).isEqualTo(503);
        subscribe("cus_FAKEnew", "sub_FAKEnew");

        assertThat(refused("link", "--customer", "cus_FAKEnew"))
                .contains("linked to cus_FAKEold already", "--replace");
        assertThat(portal().status()).isEqualTo(404);
        done("link", "--customer", "cus_FAKEnew", "--replace");

        assertThat(subscription()).isEqualTo("pro active");
        assertThat(portal().status()).isEqualTo(200);
        assertThat(stripe.seen("POST /v1/billing_portal/sessions").getLast().params())
                .containsEntry("customer", "cus_FAKEnew");
        assertThat(checkout().code()).isEqualTo("SUBSCRIPTION_EXISTS");
        assertThat(replacements()).containsExactly("cus_FAKEnew instead of cus_FAKEold");

        // A second time it is nothing but the link that there is.
        done("link", "--customer", "cus_FAKEnew", "--replace");
        assertThat(replacements()).hasSize(1);
    }

    @Test
    void a_tenant_whose_customer_was_deleted_a_moment_ago_needs_no_sync_before() {
        live.events.deleteCustomer("cus_FAKEold");
        live.addCustomer("cus_FAKEnew");

        done("link", "--customer", "cus_FAKEnew", "--replace");

        assertThat(subscription()).isEqualTo("free canceled");
        Exchange checkout = checkout();
        assertThat(checkout.status()).isEqualTo(200);
        assertThat(stripe.seen("POST /v1/checkout/sessions").getLast().params())
                .containsEntry("customer", "cus_FAKEnew");
        assertThat(stripe.seen("POST /v1/customers")).isEmpty();
    }

    @Test
    void a_customer_that_is_still_there_is_replaced_by_who_confirms_it_and_not_while_it_pays() {
        live.addCustomer("cus_FAKEnew");
        String[] replace = {"link", "--customer", "cus_FAKEnew", "--replace"};
        String[] confirmed = {
            "link", "--customer", "cus_FAKEnew", "--replace", "--confirm", "Demo"
        };

        assertThat(refused(confirmed)).contains("has a live subscription", "cancel it at Stripe");
        live.events.change("sub_FAKEold", json -> json.put("status", "incomplete"));
        assertThat(refused(confirmed)).contains("first payment is still open");
        live.events.change("sub_FAKEold", json -> json.put("status", "canceled"));
        assertThat(refused(replace)).contains("Stripe still has cus_FAKEold", "--confirm");
        assertThat(refused("link", "--customer", "cus_FAKEnew", "--replace", "--confirm", "Nobody"))
                .contains("not the tenant's name");
        assertThat(refused("link", "--customer", "cus_FAKEnew", "--confirm", "Demo"))
                .contains("for --replace only");
        assertThat(replacements()).isEmpty();

        done(confirmed);
        assertThat(checkout().status()).isEqualTo(200);
        assertThat(replacements()).containsExactly("cus_FAKEnew instead of cus_FAKEold");
    }

    private void subscribe(String customer, String subscription) {
        live.addCustomer(customer);
        live.events.subscribe(subscription, customer, "active", "price_FAKE");
    }

    private String subscription() {
        JsonNode shown =
                app.client().get("/v1/billing/subscription").key(TestApp.KEY).send().data();
        return shown.path("plan").asString() + " " + shown.path("status").asString();
    }

    private Exchange portal() {
        return app.client().post("/v1/billing/portal").key(TestApp.KEY).send();
    }

    private Exchange checkout() {
        return app.client().post("/v1/billing/checkout").key(TestApp.KEY).json(PRO).send();
    }

    private List<String> replacements() {
        return app.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT subject || ' ' || detail
                                          FROM audit_event
                                         WHERE action = 'billing_customer.replaced'
                                         ORDER BY id
                                        """)
                                .mapTo(String.class)
                                .list());
    }

    private void done(String... words) {
        Ended ended = run(words);
        assertThat(ended.code()).as(ended.err()).isZero();
    }

    private String refused(String... words) {
        Ended ended = run(words);
        ended.assertRefused();
        return ended.err();
    }

    private Ended run(String... words) {
        List<String> all = new ArrayList<>(List.of("admin", "billing"));
        all.addAll(List.of(words));
        all.addAll(List.of("--tenant", tenant, "--mode", "live", "--config", settings.toString()));
        return CommandsTest.run(all);
    }
}
