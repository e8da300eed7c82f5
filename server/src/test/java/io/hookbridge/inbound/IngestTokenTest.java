package io.hookbridge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who learns the token in the address of an endpoint, with which anybody can send to it. */
@Tag("database")
class IngestTokenTest {

    private static InboundTest inbound;

    @BeforeAll
    static void start() {
        inbound = new InboundTest();
    }

    @AfterAll
    static void stop() {
        inbound.close();
    }

    private static InboundTest.Source source(String mode) {
        return inbound.source("/hook", Map.of("mode", mode));
    }

    private static String token(InboundTest.Source source) {
        return source.made().path("secret_token").asString();
    }

    private static Exchange as(String key, String path) {
        Exchange answer = inbound.app.client().get(path).key(key).send();
        assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(200);
        return answer;
    }

    private static String keyThatMay(String... permissions) {
        return inbound.app
                .client()
                .post("/v1/api-keys")
                .key(TestApp.KEY)
                .json(Map.of("permissions", List.of(permissions)))
                .send()
                .data()
                .path("key")
                .asString();
    }

    @Test
    void only_who_may_manage_endpoints_is_told_it() {
        List<InboundTest.Source> sources =
                List.of(source("forward"), source("cli"), source("pull"));
        String reader = keyThatMay("read", "send");
        String manager = keyThatMay("read", "manage");

        for (InboundTest.Source source : sources) {
            String one = "/v1/inbound-endpoints/" + source.id();
            assertThat(as(manager, one).data().path("ingest_url").asString())
                    .endsWith("/" + token(source));
            assertThat(as(manager, "/v1/inbound-endpoints").text()).contains(token(source));
            assertThat(as(reader, one).data().path("ingest_url").asString())
                    .endsWith(source.id() + "/***");
            assertThat(as(reader, "/v1/inbound-endpoints").text()).doesNotContain(token(source));
        }
    }

    @Test
    void it_is_in_nothing_that_can_be_read_though_a_proxy_repeats_it() {
        List<String> tokens = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        String reader = keyThatMay("read");
        for (String mode : List.of("forward", "cli", "pull")) {
            InboundTest.Source source = source(mode);
            tokens.add(token(source));
            String id = InboundTest.accepted(through(source));
            assertThat(inbound.call("POST", "/v1/inbound-endpoints/" + source.id() + "/pause"))
                    .isNotNull();
            assertThat(through(source).status()).isEqualTo(503);
            assertThat(inbound.rejections(source)).isNotEmpty();
            if (mode.equals("pull")) {
                String events = "/v1/pull-endpoints/" + source.id() + "/events";
                shown.add(as(reader, events).text());
                shown.add(as(reader, events + "/" + id).text());
                shown.add(as(reader, "/v1/pull-endpoints/" + source.id()).text());
            } else {
                shown.add(as(reader, "/v1/inbound-messages/" + id).text());
                shown.add(as(reader, "/v1/inbound-messages/" + id + "/attempts").text());
            }
            if (mode.equals("forward")) {
                shown.add(inbound.forwarded(id).toString());
                shown.add(as(reader, "/v1/inbound-messages/" + id + "/attempts").text());
            }
        }
        for (String list :
                List.of(
                        "/v1/inbound-endpoints",
                        "/v1/pull-endpoints",
                        "/v1/inbound-messages",
                        "/v1/inbound-logs",
                        "/v1/pull-logs",
                        "/v1/inbound-rejections")) {
            shown.add(as(reader, list).text());
        }
        shown.add(inbound.app.admin().get("/metrics").send().text());

        for (String token : tokens) {
            assertThat(shown).noneMatch(text -> text.contains(token));
        }
        // Events are given to whoever may read them, and the rest of the header with them.
        assertThat(shown).anyMatch(text -> text.contains("/***?from="));
    }

    /** As some proxies pass a request on. */
    private static Exchange through(InboundTest.Source source) {
        return inbound.app
                .client()
                .post(source.path() + "?from=" + token(source))
                .header("X-Original-URI", source.path() + "?from=shop")
                .header("Referer", "https://hooks.example" + source.path())
                .json("{}")
                .send();
    }

    @Test
    void what_was_said_can_be_taken_back() {
        Map<String, Object> all = new HashMap<>();
        all.put("token_header_name", "X-Tok");
        all.put("token_query_param", "tok");
        all.put("token_value", "FAKEtokenOf16chars");
        all.put("hmac_header_name", "X-Sig");
        all.put("hmac_secrets", List.of("FAKE-one", "FAKE-two"));
        all.put("timestamp_header_name", "X-Time");
        all.put("allowed_cidrs", List.of("203.0.113.0/24"));
        all.put("idempotency_header_names", List.of("X-Id"));
        all.put("description", "Orders");
        all.put("name", "Shop");
        InboundTest.Source source = inbound.source("/hook", all);

        Map<String, Object> none = new HashMap<>();
        all.forEach((name, value) -> none.put(name, value instanceof List ? List.of() : ""));
        Exchange changed = inbound.patch(source, none);

        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        JsonNode left = inbound.get("/v1/inbound-endpoints/" + source.id()).data();
        for (String name :
                List.of(
                        "description",
                        "token_header_name",
                        "token_query_param",
                        "hmac_header_name",
                        "timestamp_header_name")) {
            assertThat(left.has(name)).as(name).isFalse();
        }
        assertThat(left.path("name").asString()).isEmpty();
        assertThat(left.path("hmac_secret_count").intValue()).isZero();
        assertThat(left.path("allowed_cidrs")).isEmpty();
        assertThat(left.path("idempotency_header_names")).isEmpty();
        assertThat(pointer(inbound.patch(source, Map.of("verify_static_token", true))))
                .isEqualTo("/token_value");
    }

    @Test
    void a_check_that_is_on_keeps_what_it_needs() {
        InboundTest.Source source =
                inbound.source(
                        "/hook",
                        Map.of(
                                "verify_static_token", true,
                                "token_header_name", "X-Tok",
                                "token_value", "FAKEtokenOf16chars",
                                "verify_hmac", true,
                                "hmac_header_name", "X-Sig",
                                "hmac_secret", "FAKE-secret"));

        Map<String, Object> one = new HashMap<>();
        one.put("token_header_name", "");
        one.put("token_value", "");
        one.put("hmac_header_name", "");
        one.put("hmac_secret", "");
        one.put("hmac_secrets", List.of());
        one.forEach((name, value) ->
                assertThat(pointer(inbound.patch(source, Map.of(name, value))))
                        .isEqualTo("/" + name.replace("hmac_secrets", "hmac_secret")));
        Exchange off =
                inbound.patch(
                        source, Map.of("verify_hmac", false, "hmac_secret", "", "name", "Open"));
        assertThat(off.data().path("hmac_secret_count").intValue()).isZero();
    }

    @Test
    void a_token_that_could_be_found_by_trying_is_refused() {
        Map<String, Object> members = new HashMap<>();
        members.put("mode", "cli");
        members.put("verify_static_token", true);
        members.put("token_header_name", "X-Tok");
        members.put("token_value", "x".repeat(15));
        assertThat(pointer(inbound.create(members))).isEqualTo("/token_value");
        members.put("token_value", "x".repeat(16));
        assertThat(inbound.create(members).status()).isEqualTo(201);
    }

    private static String pointer(Exchange refused) {
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        return refused.json().at("/error/details/pointer").asString();
    }
}
