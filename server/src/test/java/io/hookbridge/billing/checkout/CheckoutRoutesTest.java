package io.hookbridge.billing.checkout;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

/** The operation over HTTP, with the built-in provider and a tenant that never subscribed. */
@Tag("database")
class CheckoutRoutesTest {

    private static final String PRO = "{\"plan\":\"pro\",\"interval\":\"annual\"}";

    private static TestApp app;
    private static CheckedHttpClient client;

    @BeforeAll
    static void start() {
        app = TestApp.start(Map.of("HOOKBRIDGE_CHECKOUT_CALLS_PER_MINUTE", "1000000"));
        client = app.client();
    }

    @BeforeEach
    void forget_the_subscription() {
        forgetSubscription(app);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void a_checkout_answers_with_a_session_and_a_url_that_no_cache_keeps() {
        Exchange answer = create(PRO);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().path("session_id").asString()).matches("cs_[0-9a-f]{32}");
        assertThat(answer.data().path("checkout_url").asString())
                .matches(app.publicUrl() + "/billing/live/checkout/[A-Za-z0-9_-]{43}");
        assertThat(answer.data().propertyNames()).hasSize(2);
        assertThat(answer.header("Cache-Control")).contains("no-store");
    }

    @Test
    void the_same_request_gets_the_same_answer_and_another_plan_another() {
        Exchange first = create(PRO);

        assertThat(create(PRO).data()).isEqualTo(first.data());
        assertThat(create("{\"plan\":\"pro\",\"interval\":\"monthly\"}").data())
                .isNotEqualTo(first.data());
        assertThat(create(PRO).data()).isNotEqualTo(first.data());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                                                                | plan is required
                    {}                                          | plan is required
                    []                                          | plan is required
                    {"plan":"pro"}                              | interval is required
                    {"interval":"annual"}                       | plan is required
                    {"plan":null,"interval":"annual"}           | plan is required
                    {"plan":5,"interval":"annual"}              | plan must be a string
                    {"plan":"pro","interval":["annual"]}        | interval must be a string
                    {"plan":"pro","interval":"weekly"}          | interval must be monthly or annual
                    {"plan":"pro","interval":""}                | interval must be monthly or annual
                    {"plan":"secret-plan","interval":"annual"}  | this server has no plan of that name
                    {"plan":"PRO","interval":"annual"}          | this server has no plan of that name
                    {"plan":"free","interval":"monthly"}        | the free plan needs no checkout: it is what a tenant has without a subscription
                    [1]                                         | the request body must be a JSON object
                    {"plan"                                     | the request body is not valid JSON in UTF-8
                    """)
    void a_request_that_asks_for_nothing_there_is_is_refused_with_a_sentence(
            String body, String message) {
        Exchange refused = create(body == null ? "" : body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
        assertThat(refused.message()).isEqualTo(message);
        assertThat(refused.text()).doesNotContain("secret-plan");
    }

    @Test
    void a_body_that_is_too_large_is_refused() {
        assertThat(create("{\"plan\":\"" + "x".repeat(70_000) + "\"}").code())
                .isEqualTo("PAYLOAD_TOO_LARGE");
    }

    @Test
    void a_tenant_with_a_live_subscription_is_sent_to_the_portal() {
        try (TestApp subscribed = TestApp.start()) {
            Exchange refused = create(subscribed, PRO);

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("SUBSCRIPTION_EXISTS");
            assertThat(refused.message()).contains("POST /v1/billing/portal");
            assertThat(subscribed.audited("checkout_session.requested"))
                    .containsExactly("subscription_exists");
        }
    }

    @Test
    void without_a_key_or_with_one_that_may_not_bill_there_is_none() {
        assertThat(client.post("/v1/billing/checkout").json(PRO).send().status()).isEqualTo(401);

        String reader =
                client.post("/v1/api-keys")
                        .key(KEY)
                        .json(Map.of("permissions", List.of("read", "manage", "send")))
                        .send()
                        .data()
                        .path("key")
                        .asString();
        assertThat(client.post("/v1/billing/checkout").key(reader).json(PRO).send().status())
                .isEqualTo(403);
    }

    @Test
    void each_session_asked_for_leaves_an_audit_row_without_its_url() {
        int before = app.audited("checkout_session.requested").size();
        Exchange answer = create(PRO);
        String url = answer.data().path("checkout_url").asString();

        assertThat(app.audited("checkout_session.requested")).hasSize(before + 1);
        Map<String, Object> row =
                app.jdbi()
                        .withHandle(handle ->
                                handle.createQuery(
                                                """
                                                SELECT *
                                                  FROM audit_event
                                                 WHERE action = 'checkout_session.requested'
                                                 ORDER BY id DESC
                                                 LIMIT 1
                                                """)
                                        .mapToMap()
                                        .one());
        assertThat(row)
                .containsEntry("outcome", "opened")
                .containsEntry("actor_kind", "api_key")
                .containsEntry("detail", "pro annual")
                .containsEntry("subject", answer.data().path("session_id").asString())
                .containsEntry("request_id", answer.requestId());
        assertThat(row.toString()).doesNotContain(url.substring(url.lastIndexOf('/') + 1));
    }

    @Test
    void the_rate_limit_comes_before_the_body_is_looked_at() {
        try (TestApp limited = TestApp.start(Map.of("HOOKBRIDGE_CHECKOUT_CALLS_PER_MINUTE", "1"))) {
            create(limited, PRO);

            Exchange refused =
                    OutboundTest.poll(
                            "the answer to one more",
                            () -> create(limited, "{broken"),
                            answer -> answer.status() != 400);

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.code()).isEqualTo("RATE_LIMIT_EXCEEDED");
            assertThat(refused.header("Retry-After").orElseThrow()).matches("[1-9]|[1-5][0-9]|60");
            assertThat(limited.client().post("/v1/billing/portal").key(KEY).send().status())
                    .isEqualTo(200);
        }
    }

    static void forgetSubscription(TestApp server) {
        server.jdbi()
                .useHandle(handle -> {
                    handle.execute("DELETE FROM builtin_statement");
                    handle.execute("DELETE FROM subscription");
                    handle.execute("DELETE FROM billing_customer");
                });
    }

    private static Exchange create(String body) {
        return create(app, body);
    }

    private static Exchange create(TestApp server, String body) {
        CheckedHttpClient.Draft draft = server.client().post("/v1/billing/checkout").key(KEY);
        return (body.isEmpty() ? draft : draft.json(body)).send();
    }
}
