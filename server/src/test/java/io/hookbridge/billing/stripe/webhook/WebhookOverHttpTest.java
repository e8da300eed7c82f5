package io.hookbridge.billing.stripe.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.Exchange;
import io.hookbridge.stripedouble.Fault;
import io.hookbridge.stripedouble.StripeDouble;
import io.hookbridge.stripedouble.WebhookDelivery;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The intake over HTTP, in front of a whole server. */
@Tag("database")
class WebhookOverHttpTest {

    private static final String TEST_SECRET = "whsec_FAKEtest000000";
    private static final String NEXT_SECRET = "whsec_FAKEnext000000";
    private static final String LIVE_SECRET = "whsec_FAKElive000000";
    private static final String TEST = "/v1/billing/stripe/webhook/test";
    private static final String LIVE = "/v1/billing/stripe/webhook/live";
    private static final String ANY = "/v1/billing/webhook";

    private static StripeDouble stripe = StripeDouble.start();
    private static TestApp app = start();

    private static TestApp start() {
        return TestApp.start(
                Map.of(
                        "HOOKBRIDGE_STRIPE_TEST_SECRET_KEY",
                        StripeDouble.TEST_KEY,
                        "HOOKBRIDGE_STRIPE_LIVE_SECRET_KEY",
                        StripeDouble.LIVE_KEY,
                        "HOOKBRIDGE_STRIPE_API_BASE",
                        stripe.apiBase().toString(),
                        "HOOKBRIDGE_STRIPE_TEST_WEBHOOK_SECRETS",
                        TEST_SECRET + "," + NEXT_SECRET,
                        "HOOKBRIDGE_STRIPE_LIVE_WEBHOOK_SECRETS",
                        LIVE_SECRET,
                        "HOOKBRIDGE_ROLES",
                        "api"));
    }

    @BeforeAll
    static void seed() {
        stripe.test().addCustomer("cus_FAKE1");
        stripe.live().addCustomer("cus_FAKE2");
    }

    @AfterAll
    static void close() {
        app.close();
        stripe.close();
    }

    @Test
    void an_event_is_kept_before_it_is_answered_for_and_a_repetition_is_answered_alike() {
        ObjectNode event = event(stripe, "customer.updated");
        Exchange first = post(TEST, WebhookDelivery.of(event, TEST_SECRET, Instant.now()));
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.data().path("received").asBoolean()).isTrue();
        assertThat(kept(event)).containsExactly("test webhook cus_FAKE1");
        assertThat(post(TEST, WebhookDelivery.of(event, NEXT_SECRET, Instant.now())).status())
                .isEqualTo(200);
        assertThat(kept(event)).hasSize(1);
    }

    @Test
    void it_works_while_stripe_does_not() {
        stripe.fail("GET /v1/account", Fault.RESET);
        stripe.fail("GET /v1/customers/cus_FAKE1", Fault.RESET);
        ObjectNode event = event(stripe, "invoice.paid");
        assertThat(post(TEST, WebhookDelivery.of(event, TEST_SECRET, Instant.now())).status())
                .isEqualTo(200);
        stripe.heal();
    }

    @Test
    void nothing_but_the_right_secret_of_the_right_mode_opens_it() {
        ObjectNode event = event(stripe, "customer.updated");
        Exchange swapped = post(TEST, WebhookDelivery.of(event, LIVE_SECRET, Instant.now()));
        assertThat(swapped.status()).isEqualTo(400);
        assertThat(swapped.code()).isEqualTo("INVALID_SIGNATURE");
        Exchange late =
                post(TEST, WebhookDelivery.of(event, TEST_SECRET, Instant.now().minusSeconds(330)));
        assertThat(late.code()).isEqualTo("INVALID_SIGNATURE");
        Exchange bare = app.client().post(TEST).json("{}").send();
        assertThat(bare.code()).isEqualTo("INVALID_SIGNATURE");
        Exchange live = post(LIVE, WebhookDelivery.of(event, LIVE_SECRET, Instant.now()));
        assertThat(live.status()).isEqualTo(400);
        assertThat(live.code()).isEqualTo("INVALID_REQUEST");
        assertThat(kept(event)).isEmpty();
    }

    @Test
    void another_api_version_or_an_unknown_type_changes_nothing() {
        ObjectNode event = event(stripe, "customer.teleported");
        event.put("api_version", "2031-01-01.zircon");
        assertThat(post(TEST, WebhookDelivery.of(event, TEST_SECRET, Instant.now())).status())
                .isEqualTo(200);
        assertThat(kept(event)).hasSize(1);
    }

    @Test
    void an_event_about_no_customer_is_kept_and_done_with() {
        ObjectNode event = event(stripe, "billing_portal.configuration.updated");
        ((ObjectNode) event.path("data")).putObject("object").put("object", "configuration");
        assertThat(post(TEST, WebhookDelivery.of(event, TEST_SECRET, Instant.now())).status())
                .isEqualTo(200);
        assertThat(kept(event)).containsExactly("test webhook none done");
    }

    @Test
    void the_newer_kind_of_event_that_tells_of_wrong_usage_is_read_and_counted() {
        String event =
                """
                {"id":"evt_FAKEthin1","object":"v2.core.event","livemode":false,
                 "type":"v1.billing.meter.error_report_triggered","created":"2026-11-22T10:15:00.123Z",
                 "related_object":{"id":"mtr_FAKE1","type":"billing.meter"}}
                """;
        assertThat(post(TEST, WebhookDelivery.of(event, TEST_SECRET, Instant.now())).status())
                .isEqualTo(200);
        assertThat(app.admin().get("/metrics").send().text())
                .contains("hookbridge_billing_alert_total{kind=\"meter_error\"} 1.0");
    }

    @Test
    void signed_text_that_is_no_event_is_refused() {
        for (String body :
                List.of(
                        "",
                        "null",
                        "[]",
                        "{",
                        "{\"id\":\"evt_1\",\"type\":\"x\",\"created\":1}",
                        "{\"id\":7,\"type\":\"x\",\"created\":1,\"livemode\":false}",
                        "{\"id\":\"evt_1\",\"type\":\"x\",\"created\":1e99,\"livemode\":false}",
                        "{\"id\":\"evt_1\",\"type\":\"x\",\"created\":\"soon\",\"livemode\":false}")) {
            Exchange answer = post(TEST, WebhookDelivery.of(body, TEST_SECRET, Instant.now()));
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.code()).as(body).isEqualTo("INVALID_REQUEST");
        }
    }

    @Test
    void half_a_mebibyte_is_read_and_a_byte_more_is_not() {
        ObjectNode event = event(stripe, "customer.updated");
        int room = 512 * 1024 - event.toString().length() - ",\"pad\":\"\"".length();
        event.put("pad", "x".repeat(room));
        assertThat(event.toString()).hasSize(512 * 1024);
        assertThat(post(TEST, WebhookDelivery.of(event, TEST_SECRET, Instant.now())).status())
                .isEqualTo(200);
        event.put("pad", "x".repeat(room + 1));
        assertThat(post(TEST, WebhookDelivery.of(event, TEST_SECRET, Instant.now())).code())
                .isEqualTo("PAYLOAD_TOO_LARGE");
    }

    @Test
    void at_the_other_name_the_secret_that_signed_decides_on_the_mode_and_the_event_must_agree() {
        ObjectNode event = event(stripe, "customer.updated");
        Exchange kept = post(ANY, WebhookDelivery.of(event, TEST_SECRET, Instant.now()));
        assertThat(kept.status()).isEqualTo(200);
        assertThat(kept.json().path("received").asBoolean()).isTrue();
        assertThat(kept.data().path("received").asBoolean()).isTrue();
        assertThat(kept(event)).containsExactly("test webhook cus_FAKE1");
        Exchange again = post(TEST, WebhookDelivery.of(event, TEST_SECRET, Instant.now()));
        assertThat(again.json().path("received").asBoolean()).isTrue();
        assertThat(kept(event)).hasSize(1);

        ObjectNode live = stripe.live().events.record("customer.updated", customer("cus_FAKE2"));
        assertThat(post(ANY, WebhookDelivery.of(live, LIVE_SECRET, Instant.now())).status())
                .isEqualTo(200);
        assertThat(kept(live)).containsExactly("live webhook cus_FAKE2");
    }

    @Test
    void the_other_name_refuses_what_the_two_endpoints_refuse() {
        ObjectNode event = event(stripe, "customer.updated");
        Exchange swapped = post(ANY, WebhookDelivery.of(event, LIVE_SECRET, Instant.now()));
        assertThat(swapped.status()).isEqualTo(400);
        assertThat(swapped.code()).isEqualTo("INVALID_REQUEST");
        assertThat(post(ANY, WebhookDelivery.of(event, "whsec_FAKEwrong", Instant.now())).code())
                .isEqualTo("INVALID_SIGNATURE");
        assertThat(app.client().post(ANY).json("{}").send().code()).isEqualTo("INVALID_SIGNATURE");
        assertThat(post(ANY, WebhookDelivery.of("[]", TEST_SECRET, Instant.now())).code())
                .isEqualTo("INVALID_REQUEST");
        assertThat(kept(event)).isEmpty();
        assertThat(app.admin().get("/metrics").send().text())
                .contains(
                        "hookbridge_billing_webhook_total{mode=\"unknown\",outcome=\"not_signed\"} 2.0");
    }

    @Test
    void a_mode_that_there_is_not_and_a_server_without_a_secret_have_no_intake() {
        ObjectNode event = event(stripe, "customer.updated");
        WebhookDelivery delivery = WebhookDelivery.of(event, TEST_SECRET, Instant.now());
        assertThat(post("/v1/billing/stripe/webhook/TEST", delivery).status()).isEqualTo(404);
        try (TestApp builtin =
                TestApp.start(Map.of("HOOKBRIDGE_STRIPE_TEST_WEBHOOK_SECRETS", TEST_SECRET))) {
            assertThat(
                            builtin.client()
                                    .post(TEST)
                                    .header("Stripe-Signature", delivery.signature())
                                    .raw(delivery.body())
                                    .send()
                                    .status())
                    .isEqualTo(404);
            assertThat(builtin.client().post(ANY).json("{}").send().status()).isEqualTo(404);
        }
    }

    private static ObjectNode event(StripeDouble stripe, String type) {
        return stripe.test().events.record(type, customer("cus_FAKE1")).deepCopy();
    }

    private static ObjectNode customer(String id) {
        ObjectNode customer = JsonNodeFactory.instance.objectNode();
        return customer.put("id", id).put("object", "customer");
    }

    private static Exchange post(String path, WebhookDelivery delivery) {
        return app.client()
                .post(path)
                .header("Stripe-Signature", delivery.signature())
                .raw(delivery.body())
                .send();
    }

    private static List<String> kept(ObjectNode event) {
        return app.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT concat_ws(' ', book, source, coalesce(customer_id, 'none'),
                                                         CASE WHEN done_at IS NOT NULL THEN 'done' END)
                                          FROM billing_inbox
                                         WHERE event_id = :id
                                        """)
                                .bind("id", event.get("id").asString())
                                .mapTo(String.class)
                                .list());
    }
}
