package io.hookbridge.stripedouble;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

@Tag("unit")
class CheckoutDoubleTest {

    private static final String SESSIONS = "/v1/checkout/sessions";
    private static final String ORDER =
            "mode=subscription&customer=cus_FAKE1&success_url=https://a.example/done"
                    + "&cancel_url=https://a.example/back&line_items[0][price]=price_FAKE1"
                    + "&line_items[0][quantity]=1&metadata[a]=b"
                    + "&subscription_data[metadata][tenant_id]=t";

    private final StripeDouble stripe =
            StripeDouble.start(DoubleOptions.usual().withLoopbackUrls());
    private final RawCaller caller = new RawCaller(stripe.apiBase());

    @BeforeEach
    void seed() {
        stripe.test().addCustomer("cus_FAKE1");
        stripe.test().addPrice("price_FAKE1", "prod_FAKE1", "pro_monthly", "month", "licensed");
        stripe.test().addPrice("price_FAKE2", "prod_FAKE2", "pro_overage", "month", "metered");
        stripe.test().addPrice("price_FAKE3", "prod_FAKE1", "pro_annual", "year", "licensed");
    }

    @AfterEach
    void close() {
        caller.close();
        stripe.close();
    }

    @Test
    void a_person_who_subscribes_leaves_a_subscription_and_a_paid_invoice_and_goes_on() {
        ObjectNode session = caller.json(caller.post(SESSIONS, ORDER));
        String url = session.get("url").asString();

        assertThat(open(url).body()).contains("id=\"pay\"", "https://a.example/back");
        HttpResponse<String> paid = open(url + "/paid");

        assertThat(paid.headers().firstValue("Location")).hasValue("https://a.example/done");
        ObjectNode complete = retrieve(session);
        assertThat(complete.get("status").asString()).isEqualTo("complete");
        assertThat(complete.get("url").isNull()).isTrue();
        ObjectNode subscription = stripe.test().subscriptions("cus_FAKE1").getFirst();
        assertThat(subscription.get("id")).isEqualTo(complete.get("subscription"));
        assertThat(subscription.at("/metadata/tenant_id").asString()).isEqualTo("t");
        ObjectNode invoice =
                caller.json(caller.proper("/v1/invoices/" + complete.get("invoice").asString()));
        assertThat(invoice.get("amount_paid").asLong()).isEqualTo(4_900);
        assertThat(open(url).statusCode()).isEqualTo(410);
        stripe.assertNoViolations();
    }

    @Test
    void only_an_open_session_expires() {
        ObjectNode session = caller.json(caller.post(SESSIONS, ORDER));
        String expire = SESSIONS + "/" + session.get("id").asString() + "/expire";

        assertThat(caller.json(caller.post(expire, "")).get("status").asString())
                .isEqualTo("expired");
        assertThat(caller.send(caller.post(expire, "")).statusCode()).isEqualTo(400);
        assertThat(caller.json(caller.proper(SESSIONS + "?status=open")).get("data")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&payment_method_types[0]=card",
                "&line_items[0][quantity]=one",
                "&subscription_data[metadata]=x",
                "&expires_at=soon",
            })
    void what_stripe_does_not_take_fails_the_test_run(String more) {
        assertThat(caller.send(caller.post(SESSIONS, ORDER + more)).statusCode()).isEqualTo(400);
        assertThat(stripe.violations()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&line_items[1][price]=price_FAKE2&line_items[1][quantity]=1",
                "&line_items[1][price]=price_FAKE3&line_items[1][quantity]=1",
                "&line_items[1][price]=price_FAKE9&line_items[1][quantity]=1",
            })
    void prices_that_do_not_fit_are_refused_as_stripe_would(String more) {
        assertThat(caller.send(caller.post(SESSIONS, ORDER + more)).statusCode()).isEqualTo(400);
        stripe.assertNoViolations();
    }

    @Test
    void prices_are_found_by_their_lookup_keys() {
        assertThat(
                        caller.json(
                                        caller.proper(
                                                "/v1/prices?lookup_keys[0]=pro_annual&lookup_keys[1]=x"))
                                .get("data"))
                .hasSize(1);
    }

    @Test
    void each_object_it_sends_is_known_to_the_sdk_field_by_field() {
        ObjectNode session = caller.json(caller.post(SESSIONS, ORDER));
        StripeDoubleTest.assertKnown(session, com.stripe.model.checkout.Session.class);
        stripe.test().completeCheckout(session.get("id").asString());
        StripeDoubleTest.assertKnown(retrieve(session), com.stripe.model.checkout.Session.class);
        StripeDoubleTest.assertKnown(
                (ObjectNode) caller.json(caller.proper("/v1/invoices")).at("/data/0"),
                com.stripe.model.Invoice.class);
    }

    private ObjectNode retrieve(ObjectNode session) {
        return caller.json(caller.proper(SESSIONS + "/" + session.get("id").asString()));
    }

    private HttpResponse<String> open(String url) {
        return caller.send(HttpRequest.newBuilder(URI.create(url)));
    }
}
