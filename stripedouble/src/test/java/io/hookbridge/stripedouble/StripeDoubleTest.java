package io.hookbridge.stripedouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.net.ApiResource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

@Tag("unit")
class StripeDoubleTest {

    private static final String SESSIONS = "/v1/billing_portal/sessions";
    private static final String CONFIGURATIONS = "/v1/billing_portal/configurations";
    private static final String CONFIGURATION =
            "features[subscription_cancel][enabled]=true&metadata[app]=x";

    private final StripeDouble stripe =
            StripeDouble.start(DoubleOptions.usual().withLoopbackUrls());
    private final RawCaller caller = new RawCaller(stripe.apiBase());

    @BeforeEach
    void seed() {
        stripe.test().addCustomer("cus_FAKE1");
        stripe.test().addPrice("price_FAKE1", "prod_FAKE1", "pro_monthly", "month", "licensed");
        stripe.test().addSubscription("sub_FAKE1", "cus_FAKE1", "active", "price_FAKE1");
    }

    @AfterEach
    void close() {
        caller.close();
        stripe.close();
    }

    @ParameterizedTest
    @CsvSource({
        "customer=cus_1&email=x,                              parameter_unknown, email",
        "customer=cus_1&flow_data[typ]=x,                     parameter_missing, flow_data[type]",
        "return_url=https://a.example,                        parameter_missing, customer",
        "customer=42,                                         parameter_invalid, customer",
        "customer=cus_1&return_url=nowhere,                   parameter_invalid, return_url",
        "customer=cus_1&locale=english,                       parameter_invalid, locale",
        "customer[id]=cus_1,                                  parameter_invalid, customer",
        "customer=cus_1&flow_data=x,                          parameter_invalid, flow_data",
        "customer=cus_1&flow_data[type]=buy,           parameter_invalid, flow_data[type]",
    })
    void a_parameter_that_stripe_does_not_document_is_refused_and_fails_the_test_run(
            String form, String code, String param) {
        HttpResponse<String> answer = caller.send(caller.post(SESSIONS, form));
        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode error = Json.object(answer.body()).get("error");
        assertThat(error.get("code").asString()).isEqualTo(code);
        assertThat(error.get("param").asString()).isEqualTo(param);
        assertThatThrownBy(stripe::assertNoViolations)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(param);
    }

    @Test
    void entries_of_a_list_are_checked_each() {
        String products = "features[subscription_update][products]";
        caller.send(
                caller.post(
                        CONFIGURATIONS,
                        "features[subscription_update][enabled]=true&"
                                + products
                                + "[0][product]=prod_1&"
                                + products
                                + "[0][prices][0]=price_1&"
                                + products
                                + "[1][product]=prod_2"));
        assertThat(stripe.violations())
                .singleElement()
                .asString()
                .endsWith("MISSING parameter " + products + "[1][prices]");
    }

    @Test
    void every_header_has_to_be_right() {
        caller.send(caller.proper("/v1/account").setHeader("Stripe-Version", "2020-08-27"));
        caller.send(caller.proper("/v1/account").setHeader("Authorization", "Bearer sk_test_real"));
        caller.send(caller.proper("/v1/account").header("X-Stripe-Client-Telemetry", "{}"));
        caller.send(caller.proper(CONFIGURATIONS).POST(BodyPublishers.ofString(CONFIGURATION)));
        assertThat(stripe.violations())
                .containsExactly(
                        "Stripe-Version is not the SDK's: 2020-08-27",
                        "Authorization is not a fake secret key",
                        "telemetry of earlier requests was sent",
                        "POST without Idempotency-Key",
                        "POST without the form content type");
    }

    @Test
    void an_operation_that_the_double_does_not_know_is_a_violation() {
        assertThat(caller.send(caller.proper("/v1/charges")).statusCode()).isEqualTo(404);
        assertThat(caller.send(caller.proper("/v1/customers/x/y")).statusCode()).isEqualTo(404);
        assertThat(stripe.violations()).hasSize(2);
    }

    @Test
    void a_repeated_key_gets_the_first_answer_and_a_key_for_something_else_an_error() {
        var first = caller.post(CONFIGURATIONS, CONFIGURATION).setHeader("Idempotency-Key", "k");
        ObjectNode made = caller.json(first);
        HttpResponse<String> again = caller.send(first);
        assertThat(Json.object(again.body())).isEqualTo(made);
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(stripe.test().configurations()).hasSize(1);

        ObjectNode other =
                caller.json(
                        caller.post(CONFIGURATIONS, CONFIGURATION + "2")
                                .setHeader("Idempotency-Key", "k"));
        assertThat(other.at("/error/type").asString()).isEqualTo("idempotency_error");
        assertThat(stripe.violations()).hasSize(1);
    }

    @Test
    void a_server_error_is_kept_with_its_key_and_what_a_proxy_answers_is_not() {
        var kept = caller.post(CONFIGURATIONS, CONFIGURATION).setHeader("Idempotency-Key", "kept");
        stripe.fail("POST " + CONFIGURATIONS, Fault.SERVER_ERROR, 1);
        HttpResponse<String> failure = caller.send(kept);
        assertThat(failure.statusCode()).isEqualTo(500);
        assertThat(failure.headers().firstValue("Idempotent-Replayed")).isEmpty();
        HttpResponse<String> again = caller.send(kept);
        assertThat(again.statusCode()).isEqualTo(500);
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");

        var fresh = caller.post(CONFIGURATIONS, CONFIGURATION).setHeader("Idempotency-Key", "free");
        stripe.fail("POST " + CONFIGURATIONS, Fault.EMPTY_502, 1);
        assertThat(caller.send(fresh).statusCode()).isEqualTo(502);
        assertThat(caller.send(fresh).statusCode()).isEqualTo(200);
        stripe.assertNoViolations();
    }

    @Test
    void without_a_configuration_the_portal_has_none_in_either_mode() {
        ObjectNode test = caller.json(caller.post(SESSIONS, "customer=cus_FAKE1"));
        assertThat(test.at("/error/message").asString()).startsWith("No configuration provided");
        stripe.live().addCustomer("cus_FAKE1");
        ObjectNode live =
                caller.json(
                        caller.post(SESSIONS, "customer=cus_FAKE1")
                                .setHeader("Authorization", "Bearer " + StripeDouble.LIVE_KEY));
        assertThat(live.at("/error/message").asString()).contains("in live mode until you save");
    }

    @Test
    void each_object_it_sends_is_known_to_the_sdk_field_by_field() {
        ObjectNode configuration = caller.json(caller.post(CONFIGURATIONS, CONFIGURATION));
        assertKnown(configuration, com.stripe.model.billingportal.Configuration.class);
        assertKnown(
                createSession(configuration, "https://a.example"),
                com.stripe.model.billingportal.Session.class);
        assertKnown(
                caller.json(caller.proper("/v1/customers/cus_FAKE1")),
                com.stripe.model.Customer.class);
        assertKnown(caller.json(caller.proper("/v1/account")), com.stripe.model.Account.class);
        assertKnown(first("/v1/subscriptions"), com.stripe.model.Subscription.class);
        assertKnown(first("/v1/prices"), com.stripe.model.Price.class);
        stripe.test().deleteCustomer("cus_FAKE1");
        assertKnown(
                caller.json(caller.proper("/v1/customers/cus_FAKE1")),
                com.stripe.model.Customer.class);
        stripe.assertNoViolations();
    }

    @Test
    void without_a_status_the_canceled_subscriptions_are_left_out_of_the_list() {
        stripe.test().addSubscription("sub_FAKE2", "cus_FAKE1", "canceled", "price_FAKE1");
        assertThat(caller.json(caller.proper("/v1/subscriptions")).get("data")).hasSize(1);
        assertThat(caller.json(caller.proper("/v1/subscriptions?status=all")).get("data"))
                .hasSize(2);
    }

    @Test
    void a_loopback_portal_shows_a_page_with_the_way_back() {
        ObjectNode configuration = caller.json(caller.post(CONFIGURATIONS, CONFIGURATION));
        String url =
                createSession(configuration, "https://a.example/?a=1%26b=%22c")
                        .get("url")
                        .asString();
        assertThat(url).startsWith(stripe.apiBase() + "/p/session/test_FAKE");
        HttpResponse<String> page =
                caller.send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(url)));
        assertThat(page.body()).contains("href=\"https://a.example/?a=1&amp;b=&quot;c\"");
        assertThat(caller.send(caller.proper("/p/session/test_FAKEother")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void the_control_desk_seeds_fails_heals_and_tells_violations() {
        control(
                "seed",
                """
                {"mode":"live","customer":"cus_FAKE9","subscription":"sub_FAKE9",
                 "status":"past_due","lookup_key":"starter_monthly"}
                """);
        var live =
                caller.proper("/v1/subscriptions")
                        .setHeader("Authorization", "Bearer " + StripeDouble.LIVE_KEY);
        assertThat(caller.json(live).at("/data/0/status").asString()).isEqualTo("past_due");

        control("fail", "{\"operation\":\"GET /v1/account\",\"fault\":\"EMPTY_502\"}");
        assertThat(caller.send(caller.proper("/v1/account")).statusCode()).isEqualTo(502);
        control("heal", "");
        assertThat(caller.send(caller.proper("/v1/account")).statusCode()).isEqualTo(200);

        caller.send(caller.proper("/v1/nothing"));
        assertThat(caller.json(caller.proper("/_control/violations")).get("violations")).hasSize(1);
    }

    @Test
    void options_are_read_and_unknown_ones_refused() {
        DoubleOptions options =
                DoubleOptions.parse("--port", "0", "--latency-ms", "25", "--loopback-urls");
        assertThat(options).isEqualTo(new DoubleOptions(0, java.time.Duration.ofMillis(25), true));
        assertThatThrownBy(() -> DoubleOptions.parse("--fast"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void as_a_process_of_its_own_it_prints_its_port_first() throws Exception {
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StripeDouble.class.getName(),
                                "--port",
                                "0")
                        .start();
        try (var reader = process.inputReader()) {
            String port = reader.readLine();
            try (RawCaller other = new RawCaller(java.net.URI.create("http://127.0.0.1:" + port))) {
                assertThat(other.send(other.proper("/v1/account")).statusCode()).isEqualTo(200);
            }
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private ObjectNode createSession(ObjectNode configuration, String returnUrl) {
        return caller.json(
                caller.post(
                        SESSIONS,
                        "customer=cus_FAKE1&return_url="
                                + returnUrl
                                + "&locale=de&configuration="
                                + configuration.get("id").asString()
                                + "&flow_data[type]=subscription_cancel"
                                + "&flow_data[subscription_cancel][subscription]=sub_FAKE1"));
    }

    private ObjectNode first(String path) {
        return (ObjectNode) caller.json(caller.proper(path)).at("/data/0");
    }

    private void control(String command, String json) {
        HttpResponse<String> answer =
                caller.send(
                        caller.proper("/_control/" + command).POST(BodyPublishers.ofString(json)));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /** Reads the object with the SDK's model, writes it again, and misses nothing. */
    static void assertKnown(ObjectNode sent, Class<? extends com.stripe.model.StripeObject> model) {
        String written = ApiResource.GSON.fromJson(sent.toString(), model).toJson();
        assertContains(Json.object(written), sent, model.getSimpleName());
    }

    private static void assertContains(JsonNode known, JsonNode sent, String where) {
        if (sent.isObject()) {
            sent.properties()
                    .forEach(entry -> {
                        String inner = where + "." + entry.getKey();
                        assertThat(known.has(entry.getKey())).as(inner).isTrue();
                        assertContains(known.get(entry.getKey()), entry.getValue(), inner);
                    });
        } else if (sent.isArray()) {
            for (int i = 0; i < sent.size(); i++) {
                assertContains(known.get(i), sent.get(i), where + "[" + i + "]");
            }
        } else {
            assertThat(known).as(where).isEqualTo(sent);
        }
    }
}
