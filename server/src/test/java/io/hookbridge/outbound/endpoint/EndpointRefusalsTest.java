package io.hookbridge.outbound.endpoint;

import static io.hookbridge.app.TestApp.KEY;
import static io.hookbridge.outbound.endpoint.EndpointCalls.newUrl;
import static io.hookbridge.outbound.endpoint.EndpointCalls.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Json;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

@Tag("database")
class EndpointRefusalsTest {

    private static TestApp app;
    private static EndpointCalls calls;

    @BeforeAll
    static void start() {
        app = TestApp.start();
        calls = new EndpointCalls(app.client(), KEY);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=x",
                "cursor=",
                "cursor=x",
                "cursor=%2B%2F",
                "cursor=AZNavN7wcSOavN7wEjRWeAAA"
            })
    void a_page_that_there_cannot_be_is_refused(String query) {
        Exchange refused = calls.get("/v1/endpoints?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                          | INVALID_REQUEST
                    {"url":null}                                | INVALID_REQUEST
                    {"url":7}                                   | INVALID_REQUEST
                    {"url":""}                                  | INVALID_ENDPOINT
                    {"url":"https://a.b"}                       | INVALID_ENDPOINT
                    {"url":"http://93.184.216.34/x"}            | INVALID_ENDPOINT
                    {"url":"https://u:p@93.184.216.34/x"}       | INVALID_ENDPOINT
                    {"url":"https://10.1.2.3/hook"}             | ENDPOINT_BLOCKED
                    {"url":"https://[fd00::1]/hook"}             | ENDPOINT_BLOCKED
                    {"url":"URL","description":7}               | INVALID_REQUEST
                    {"url":"URL","rate_limit_rps":-1}           | INVALID_REQUEST
                    {"url":"URL","rate_limit_rps":1001}         | INVALID_REQUEST
                    {"url":"URL","rate_limit_rps":1.5}          | INVALID_REQUEST
                    {"url":"URL","burst":10001}                 | INVALID_REQUEST
                    {"url":"URL","hmac_enabled":"yes"}          | INVALID_REQUEST
                    {"url":"URL","signature_scheme":"v2"}       | INVALID_REQUEST
                    {"url":"URL","retry_policy":5}              | INVALID_REQUEST
                    {"url":"URL","retry_policy":{"attempts":0}} | INVALID_REQUEST
                    {"url":"URL","metadata":"team"}             | INVALID_REQUEST
                    {"url":"URL","metadata":{"team":7}}         | INVALID_REQUEST
                    {"url":"URL","metadata":{"":"payments"}}    | INVALID_REQUEST
                    {"url":"URL","metadata":{"a":"\\u0000"}}    | INVALID_REQUEST
                    {"url":"URL","metadata":{"\\ud83d":"a"}}    | INVALID_REQUEST
                    {"url":"URL","signing_secret":"whsec_RkFLRSBzZWNyZXQgZnJvbSBlbHNld2hlcmU"} | INVALID_REQUEST
                    {"url":"URL","signing_secret":"whsec_"}     | INVALID_REQUEST
                    {"url":"URL","signing_secret":"whsec_RkFLRQ=="} | INVALID_REQUEST
                    {"url":"URL","signing_secret":"RkFLRSBzZWNyZXQgZnJvbSBlbHNld2hlcmU="} | INVALID_REQUEST
                    {"url":"URL","signing_secret":"whsec_no Base64 at all, but as long as it is to be"} | INVALID_REQUEST
                    {"url":"URL","signature_scheme":"v1a","signing_secret":"whsec_RkFLRSBzZWNyZXQgZnJvbSBlbHNld2hlcmU="} | INVALID_REQUEST
                    {"url":"URL","headers":"X-A: 1"}            | INVALID_REQUEST
                    {"url":"URL","headers":["X-A"]}             | INVALID_REQUEST
                    {"url":"URL","headers":{"X-A":1}}           | INVALID_REQUEST
                    {"url":"URL","headers":{"Host":"a"}}        | INVALID_HEADERS
                    {"url":"URL","headers":{"X A":"a"}}         | INVALID_HEADERS
                    """)
    void a_bad_body_is_refused(String body, String code) {
        Exchange refused = calls.createOf(body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo(code);
    }

    @Test
    void retries_that_the_plan_does_not_allow_are_refused_and_nothing_is_changed() {
        String more = "{\"url\":\"URL\",\"retry_policy\":{\"attempts\":9}}";
        String longer = "{\"retry_policy\":{\"delays_seconds\":[604800,604800]}}";
        Exchange created = calls.create();

        Exchange tooMany = calls.createOf(more);
        Exchange tooLong = calls.patch(path(created), longer);

        assertThat(tooMany.status()).isEqualTo(403);
        assertThat(tooMany.text()).contains("allows 8 attempts", "\"limit\":\"max_retries\"");
        assertThat(tooLong.status()).isEqualTo(403);
        assertThat(tooLong.text()).contains("\"limit\":\"retention_days\"");
        assertThat(calls.get(path(created)).data().path("retry_policy")).isEmpty();
    }

    @Test
    void a_secret_cannot_be_brought_to_an_endpoint_that_is_there() {
        Exchange refused =
                calls.patch(
                        path(calls.create()),
                        "{\"signing_secret\":\"whsec_RkFLRSBzZWNyZXQgZnJvbSBlbHNld2hlcmU=\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("rotate-secret").doesNotContain("RkFLRS");
    }

    @Test
    void more_metadata_than_is_kept_is_refused() {
        String wanted = "{\"url\":\"URL\",\"metadata\":%s}";
        Map<String, String> most = new HashMap<>();
        for (int number = 10; number < 60; number++) {
            most.put("n".repeat(38) + number, "é".repeat(500));
        }
        Map<String, String> tooMany = new HashMap<>(most);
        tooMany.put("one", "more");

        assertThat(calls.createOf(wanted.formatted(Json.MAPPER.writeValueAsString(most))).status())
                .isEqualTo(201);
        for (Map<String, String> refused :
                List.of(
                        tooMany,
                        Map.of("n".repeat(41), "a name too long"),
                        Map.of("a text too long", "t".repeat(501)))) {
            Exchange answer =
                    calls.createOf(wanted.formatted(Json.MAPPER.writeValueAsString(refused)));
            assertThat(answer.code()).isEqualTo("INVALID_REQUEST");
            assertThat(answer.text()).contains("metadata must have at most 50 members");
        }
    }

    @Test
    void what_is_too_long_is_refused() {
        String description = "{\"url\":\"%s\",\"description\":\"%s\"}";
        assertThat(calls.createOf(description.formatted(newUrl(), "d".repeat(500))).status())
                .isEqualTo(201);
        assertThat(calls.createOf(description.formatted(newUrl(), "d".repeat(501))).code())
                .isEqualTo("INVALID_REQUEST");
        String url = newUrl() + "/" + "u".repeat(2047);
        assertThat(calls.createOf("{\"url\":\"%s\"}".formatted(url.substring(0, 2048))).status())
                .isEqualTo(201);
        assertThat(calls.createOf("{\"url\":\"%s\"}".formatted(url.substring(0, 2049))).code())
                .isEqualTo("INVALID_ENDPOINT");
    }

    @Test
    void a_change_that_is_misspelt_is_refused() {
        String path = path(calls.create());

        assertThat(calls.patch(path, "{\"rateLimitRps\":1}").code()).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void the_plan_says_how_many_endpoints_a_tenant_may_have() {
        EndpointCalls tenant = new EndpointCalls(app.client(), app.keyOfAnotherTenant());
        for (int n = 0; n < 5; n++) {
            tenant.create();
        }

        Exchange refused = tenant.create();

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("FORBIDDEN");
        JsonNode details = refused.json().at("/error/details");
        assertThat(details.path("limit").asString()).isEqualTo("max_endpoints");
        assertThat(details.path("allowed").asInt()).isEqualTo(5);
        assertThat(details.path("plan").asString()).isEqualTo("free");
    }

    @Test
    void a_stranger_finds_no_endpoint_and_no_key() {
        Exchange created = calls.create();
        String path = path(created);
        String key = path + "/signing-keys/" + created.data().path("signing_key_id").asString();
        EndpointCalls stranger = new EndpointCalls(app.client(), app.keyOfAnotherTenant());

        for (Exchange answer :
                List.of(
                        stranger.get(path),
                        stranger.patch(path, "{\"burst\":1}"),
                        stranger.delete(path),
                        stranger.post(path + "/pause"),
                        stranger.post(path + "/resume"),
                        stranger.get(path + "/signing-keys"),
                        stranger.post(path + "/signing-keys"),
                        stranger.post(path + "/rotate-secret"),
                        stranger.delete(key))) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("NOT_FOUND");
        }
        assertThat(stranger.get("/v1/endpoints").data()).isEmpty();
        assertThat(calls.get(path).data().path("paused").asBoolean(true)).isFalse();
        assertThat(calls.get(path + "/signing-keys").data()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ep_nonexistent_12345",
                "ep_00000000000000000000000000000000",
                "x",
                "%20",
                "EP_00000000000000000000000000000000"
            })
    void an_id_that_is_none_is_not_found(String id) {
        assertThat(calls.get("/v1/endpoints/" + id).code()).isEqualTo("NOT_FOUND");
        assertThat(calls.post("/v1/endpoints/" + id + "/resume").code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void a_key_that_only_reads_changes_nothing() {
        String key =
                app.client()
                        .post("/v1/api-keys")
                        .key(KEY)
                        .json("{\"permissions\":[\"read\"]}")
                        .send()
                        .data()
                        .path("key")
                        .asString();
        EndpointCalls reader = new EndpointCalls(app.client(), key);
        String path = path(calls.create());

        assertThat(reader.get(path).status()).isEqualTo(200);
        assertThat(reader.delete(path).code()).isEqualTo("FORBIDDEN");
        assertThat(reader.post(path + "/signing-keys").code()).isEqualTo("FORBIDDEN");
    }
}
