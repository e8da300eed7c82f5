package io.hookbridge.billing.checkout;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.Exchange;
import io.hookbridge.stripedouble.DoubleAccount;
import io.hookbridge.stripedouble.Fault;
import io.hookbridge.stripedouble.StripeDouble;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Checkout and invoices over HTTP, with Stripe behind the server. */
@Tag("database")
class CheckoutWithStripeTest {

    private static final String PRO = "{\"plan\":\"pro\",\"interval\":\"monthly\"}";

    private final StripeDouble stripe = StripeDouble.start();
    private final DoubleAccount live = stripe.live();
    private final TestApp app =
            TestApp.start(
                    Map.of(
                            "HOOKBRIDGE_STRIPE_LIVE_SECRET_KEY",
                            StripeDouble.LIVE_KEY,
                            "HOOKBRIDGE_STRIPE_API_BASE",
                            stripe.apiBase().toString(),
                            "HOOKBRIDGE_CHECKOUT_CALLS_PER_MINUTE",
                            "100000",
                            "HOOKBRIDGE_STRIPE_CALLS_PER_SECOND",
                            "1000"));

    CheckoutWithStripeTest() {
        live.addPrice("price_FAKEm", "prod_FAKE", "hookbridge_pro_monthly", "month", "licensed");
        live.addPrice("price_FAKEy", "prod_FAKE", "hookbridge_pro_annual", "year", "licensed");
    }

    @AfterEach
    void close() {
        app.close();
        stripe.close();
        stripe.assertNoViolations();
    }

    @Test
    void from_no_plan_to_a_paid_one_with_its_invoice() {
        assertThat(invoices().data()).isEmpty();
        assertThat(stripe.seen("GET /v1/invoices")).isEmpty();

        Exchange checkout = checkout();
        assertThat(checkout.status()).isEqualTo(200);
        String session = checkout.data().path("session_id").asString();
        assertThat(checkout.data().path("checkout_url").asString())
                .isEqualTo("https://checkout.stripe.com/c/pay/" + session);
        String success =
                stripe.seen("POST /v1/checkout/sessions").getFirst().params().get("success_url");
        assertThat(success).isEqualTo(app.publicUrl() + "/billing/live?checkout=done");

        live.completeCheckout(session);

        Exchange refused = checkout();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("SUBSCRIPTION_EXISTS");
        assertThat(app.client().post("/v1/billing/portal").key(KEY).send().status()).isEqualTo(200);
        Exchange invoices = invoices();
        assertThat(invoices.data()).hasSize(1);
        assertThat(invoices.data().path(0).path("amount_paid").asInt()).isEqualTo(4_900);
        assertThat(invoices.json().at("/meta/has_more").asBoolean()).isFalse();
        assertThat(invoices.json().at("/meta").has("stale")).isFalse();
    }

    @Test
    void a_plan_in_another_currency_than_the_tenant_paid_in_is_refused_with_what_to_do() {
        checkout();
        live.changeCustomer(
                live.customers().getFirst(), customer -> customer.put("currency", "eur"));
        live.expireCheckout(
                live.checkouts(live.customers().getFirst()).getFirst().get("id").asString());

        Exchange refused = checkout();

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("CURRENCY_MISMATCH");
        assertThat(refused.message()).contains("ask the operator").doesNotContain("eur");
        assertThat(refused.header("Retry-After")).isEmpty();
        assertThat(app.audited("checkout_session.requested"))
                .containsExactly("opened", "other_currency");
    }

    @Test
    void many_first_checkouts_at_once_make_one_customer_and_one_open_session() throws Exception {
        List<Callable<Exchange>> calls = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            calls.add(this::checkout);
        }
        List<String> sessions = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Exchange> answer : threads.invokeAll(calls)) {
                if (answer.get().status() == 200) {
                    sessions.add(answer.get().data().path("session_id").asString());
                } else {
                    assertThat(answer.get().code()).isEqualTo("BILLING_UNAVAILABLE");
                }
            }
        }

        assertThat(live.customers()).hasSize(1);
        assertThat(sessions).isNotEmpty();
        assertThat(sessions.stream().distinct()).hasSize(1);
        assertThat(live.checkouts(live.customers().getFirst())).hasSize(1);
        assertThat(app.audited("billing_customer.linked")).containsExactly("done");
    }

    @Test
    void a_server_that_died_between_making_and_linking_the_customer_finds_it_again() {
        checkout();
        String customer = live.customers().getFirst();
        app.jdbi().useHandle(handle -> handle.execute("TRUNCATE billing_customer CASCADE"));

        assertThat(checkout().status()).isEqualTo(200);

        assertThat(live.customers()).containsExactly(customer);
        ObjectNode session = live.checkouts(customer).getFirst();
        assertThat(session.get("client_reference_id").asString())
                .isEqualTo(live.customer(customer).at("/metadata/tenant_id").asString());
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"EMPTY_502", "UNAUTHORIZED", "RATE_LIMITED", "FOREIGN_HOST", "WRONG_LIVEMODE"})
    void trouble_with_stripe_is_never_the_callers_fault(Fault fault) {
        stripe.fail("POST /v1/checkout/sessions", fault);

        Exchange refused = checkout();

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("BILLING_UNAVAILABLE");
        assertThat(refused.header("Retry-After").orElseThrow()).matches("[1-9]");
    }

    @Test
    void a_customer_deleted_in_stripe_is_for_the_operator_and_is_not_replaced() {
        checkout();
        live.deleteCustomer(live.customers().getFirst());

        for (int i = 0; i < 2; i++) {
            Exchange refused = checkout();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.message()).contains("operator");
        }
        assertThat(live.customers()).hasSize(1);
        assertThat(app.audited("billing_customer.broken")).containsExactly("customer_gone");
    }

    @Test
    void a_price_missing_in_stripe_is_not_the_callers_fault_either() {
        Exchange refused = checkout("{\"plan\":\"business\",\"interval\":\"monthly\"}");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(app.audited("checkout_session.requested"))
                .containsExactly("unavailable_no_price");
    }

    @Test
    void a_mode_without_a_stripe_key_has_no_checkout() {
        String testKey =
                app.client()
                        .post("/v1/api-keys")
                        .key(KEY)
                        .json(Map.of("mode", "test"))
                        .send()
                        .data()
                        .path("key")
                        .asString();

        Exchange refused = app.client().post("/v1/billing/checkout").key(testKey).json(PRO).send();

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.message())
                .isEqualTo("billing is not configured for the mode of this API key");
    }

    @Test
    void while_stripe_is_away_the_last_known_invoices_are_served_and_marked() {
        checkout();
        for (int i = 1; i <= 25; i++) {
            live.addInvoice("in_FAKE" + i, live.customers().getFirst(), "open", 700);
        }
        Exchange fresh = list("?limit=1");
        assertThat(fresh.json().at("/meta/has_more").asBoolean()).isTrue();
        assertThat(fresh.data().path(0).path("invoice_pdf").asString()).startsWith("https://");

        stripe.fail("GET /v1/invoices", Fault.EMPTY_502);
        Exchange stale = list("?limit=25");

        assertThat(stale.status()).isEqualTo(200);
        assertThat(stale.json().at("/meta/stale").asBoolean()).isTrue();
        assertThat(stale.json().at("/meta/as_of").asString()).endsWith("Z");
        assertThat(stale.json().at("/meta/has_more").asBoolean()).isTrue();
        assertThat(stale.data()).hasSize(20);
        assertThat(stale.data().path(0).path("id").asString()).isEqualTo("in_FAKE25");
        assertThat(stale.data().path(0).path("invoice_pdf").isNull()).isTrue();
        assertThat(list("?starting_after=in_FAKE7").data()).hasSize(1);
        Exchange unknown = list("?starting_after=in_FAKE6");
        assertThat(unknown.status()).isEqualTo(503);
        assertThat(unknown.code()).isEqualTo("BILLING_UNAVAILABLE");
    }

    @Test
    void an_invoice_of_somebody_else_is_no_cursor() {
        checkout();
        live.addCustomer("cus_FAKEother");
        live.addInvoice("in_FAKEother", "cus_FAKEother", "paid", 1);

        for (String stranger : List.of("in_FAKEother", "in_FAKEnowhere")) {
            Exchange refused = list("?starting_after=" + stranger);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
            assertThat(refused.text()).doesNotContain(stranger);
        }
    }

    private Exchange checkout() {
        return checkout(PRO);
    }

    private Exchange checkout(String body) {
        return app.client().post("/v1/billing/checkout").key(KEY).json(body).send();
    }

    private Exchange invoices() {
        return list("");
    }

    private Exchange list(String query) {
        return app.client().get("/v1/billing/invoices" + query).key(KEY).send();
    }
}
