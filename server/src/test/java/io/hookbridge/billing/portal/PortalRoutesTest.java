package io.hookbridge.billing.portal;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

/** The operation over HTTP, with the built-in provider. */
@Tag("database")
class PortalRoutesTest {

    private static TestApp app;
    private static CheckedHttpClient client;

    @BeforeAll
    static void start() {
        app = TestApp.start(Map.of("HOOKBRIDGE_PORTAL_CALLS_PER_MINUTE", "1000000"));
        client = app.client();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "[]", "null", " { } ", "{\"return_url\":null}", "{\"unknown\":1}"})
    void no_fields_in_any_form_an_sdk_sends_means_the_defaults(String body) {
        for (boolean withContentType : List.of(true, false)) {
            CheckedHttpClient.Draft draft = client.post("/v1/billing/portal").key(KEY);
            Exchange answer = withContentType ? draft.json(body).send() : draft.raw(body).send();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.data().path("portal_url").asString())
                    .startsWith(app.publicUrl() + "/billing/live/portal/");
            assertThat(answer.data().size()).isEqualTo(1);
        }
    }

    @Test
    void a_request_without_body_and_content_type_is_answered() {
        Exchange answer = client.post("/v1/billing/portal").key(KEY).send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("X-Request-Id")).contains(answer.requestId());
    }

    @Test
    void a_return_url_of_the_public_origin_is_taken() {
        assertThat(open("{\"return_url\":\"" + app.publicUrl() + "/billing?from=test\"}").status())
                .isEqualTo(200);
    }

    @Test
    void a_return_url_elsewhere_is_refused_without_an_echo_and_audited() {
        Exchange refused = open("{\"return_url\":\"https://evil.example/secret-path\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_RETURN_URL");
        assertThat(refused.message()).isEqualTo("Return URL not from allowed origin");
        assertThat(refused.json().at("/error/details/reason").asString()).isEqualTo("origin");
        assertThat(refused.text()).doesNotContain("evil");
        assertThat(app.audited("portal_session.requested")).contains("return_url_origin");
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com/#pay, fragment, has a fragment",
        "ftp://app.example.com/, scheme, does not start with https://",
        "https://user@app.example.com/, userinfo, has a user name",
        "https://app.example.com:0/, port, has an empty port",
        "http://app.example.com/, plain_http, uses plain http"
    })
    void a_return_url_that_is_none_is_refused_with_the_reason(
            String url, String reason, String said) {
        Exchange refused = open("{\"return_url\":\"" + url + "\"}");

        assertThat(refused.code()).isEqualTo("INVALID_RETURN_URL");
        assertThat(refused.json().at("/error/details/reason").asString()).isEqualTo(reason);
        assertThat(refused.message()).startsWith("Return URL " + said);
        assertThat(refused.text()).doesNotContain("example.com");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"return_url":5}           | INVALID_REQUEST
                    {"return_url":["a"]}       | INVALID_REQUEST
                    {"return_url":{}}          | INVALID_REQUEST
                    {"return_url":true}        | INVALID_REQUEST
                    {"return_url":""}          | INVALID_RETURN_URL
                    {"flow":"buy"}             | INVALID_REQUEST
                    {"flow":1}                 | INVALID_REQUEST
                    {"locale":"tlh"}           | INVALID_REQUEST
                    {"locale":false}           | INVALID_REQUEST
                    [1]                        | INVALID_REQUEST
                    "{}"                       | INVALID_REQUEST
                    5                          | INVALID_REQUEST
                    {"return_url"              | INVALID_REQUEST
                    {'return_url':'x'}         | INVALID_REQUEST
                    """)
    void a_bad_body_is_refused_with_a_code_and_a_sentence(String body, String code) {
        Exchange refused = open(body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.message()).isNotBlank();
    }

    @Test
    void a_body_that_is_too_large_or_too_deep_is_refused() {
        Exchange large = open("{\"return_url\":\"" + "x".repeat(70_000) + "\"}");
        assertThat(large.status()).isEqualTo(400);
        assertThat(large.code()).isEqualTo("PAYLOAD_TOO_LARGE");

        Exchange deep = open("{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}");
        assertThat(deep.code()).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void a_body_that_is_not_utf_8_is_refused() {
        byte[] body = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, (byte) 0x28, '"', '}'};

        assertThat(client.post("/v1/billing/portal").key(KEY).raw(body).send().code())
                .isEqualTo("INVALID_REQUEST");
    }

    @Test
    void a_locale_and_a_flow_the_portal_knows_are_taken() {
        assertThat(open("{\"flow\":\"subscription_cancel\",\"locale\":\"de\"}").status())
                .isEqualTo(200);
        assertThat(open("{\"flow\":\"subscription_update\",\"locale\":\"auto\"}").status())
                .isEqualTo(200);
    }

    @Test
    void a_flow_the_provider_has_not_is_a_conflict() {
        Exchange refused = open("{\"flow\":\"payment_method_update\"}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("FLOW_NOT_AVAILABLE");
    }

    @Test
    void one_request_leaves_one_audit_row_that_names_the_origin_and_not_the_link() {
        int before = app.audited("portal_session.requested").size();
        String url = open("{}").data().path("portal_url").asString();

        assertThat(app.audited("portal_session.requested")).hasSize(before + 1);
        Map<String, Object> row =
                app.jdbi()
                        .withHandle(handle ->
                                handle.createQuery(
                                                "SELECT * FROM audit_event ORDER BY id DESC LIMIT 1")
                                        .mapToMap()
                                        .one());
        assertThat(row).containsEntry("outcome", "opened").containsEntry("actor_kind", "api_key");
        assertThat(row.get("detail")).isEqualTo(app.publicUrl().toString());
        assertThat(row.toString()).doesNotContain(url.substring(url.lastIndexOf('/') + 1));
    }

    @Test
    void the_rate_limit_comes_before_the_body_is_looked_at() {
        try (TestApp limited = TestApp.start(Map.of("HOOKBRIDGE_PORTAL_CALLS_PER_MINUTE", "1"))) {
            CheckedHttpClient caller = limited.client();
            assertThat(caller.post("/v1/billing/portal").key(KEY).send().status()).isEqualTo(200);

            Exchange refused =
                    OutboundTest.poll(
                            "the answer to one more",
                            () -> caller.post("/v1/billing/portal").key(KEY).json("{broken").send(),
                            answer -> answer.status() != 400);

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.code()).isEqualTo("RATE_LIMIT_EXCEEDED");
            assertThat(refused.header("Retry-After").orElseThrow()).matches("[1-9]|[1-5][0-9]|60");
        }
    }

    @Test
    void a_call_that_begins_anew_on_a_thread_that_may_wait_is_counted_once() {
        try (TestApp limited = TestApp.start(Map.of("HOOKBRIDGE_PORTAL_CALLS_PER_MINUTE", "6"))) {
            for (int call = 1; call <= 2; call++) {
                Exchange answer =
                        limited.client()
                                .post("/v1/billing/portal")
                                .key(KEY)
                                .json("{\"flow\":\"subscription_update\"}")
                                .send();

                assertThat(answer.status()).as("call " + call).isEqualTo(200);
            }
        }
    }

    @Test
    void a_tenant_that_never_subscribed_has_no_portal() {
        try (TestApp fresh = TestApp.start()) {
            fresh.jdbi()
                    .useHandle(handle -> {
                        handle.execute("DELETE FROM builtin_statement");
                        handle.execute("DELETE FROM subscription");
                        handle.execute("DELETE FROM billing_customer");
                    });

            Exchange refused = fresh.client().post("/v1/billing/portal").key(KEY).send();

            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.code()).isEqualTo("NO_SUBSCRIPTION");
            assertThat(refused.message()).isEqualTo("No subscription found for tenant");
            assertThat(fresh.audited("portal_session.requested"))
                    .containsExactly("no_subscription");
        }
    }

    private static Exchange open(String body) {
        return client.post("/v1/billing/portal").key(KEY).json(body).send();
    }
}
