package io.hookbridge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.Receiver;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

/** Endpoints that receive, as the API makes, shows and changes them. */
@Tag("database")
class InboundEndpointTest {

    private static InboundTest inbound;

    @BeforeAll
    static void start() {
        inbound = new InboundTest();
    }

    @AfterAll
    static void stop() {
        inbound.close();
    }

    @Test
    void the_command_line_makes_one_and_finds_it_in_the_list() {
        InboundTest.Source source = inbound.source(Map.of("mode", "cli", "name", "CLI Endpoint"));

        assertThat(source.made().path("url").asString()).isEmpty();
        assertThat(source.made().path("active").booleanValue()).isTrue();
        assertThat(source.made().path("secret_token").asString()).matches("[0-9a-f]{32}");
        assertThat(source.made().path("ingest_url").asString())
                .endsWith(
                        "/v1/webhooks/receive/"
                                + source.id()
                                + "/"
                                + source.made().path("secret_token").asString());
        JsonNode listed = inbound.get("/v1/inbound-endpoints").data().path(0);
        assertThat(listed.path("id").asString()).isEqualTo(source.id());
        assertThat(listed.path("mode").asString()).isEqualTo("cli");
        assertThat(listed.path("ingest_url")).isEqualTo(source.made().path("ingest_url"));
    }

    @Test
    void what_it_chooses_of_retries_holds_for_what_it_forwards() {
        InboundTest.Source source =
                inbound.source(
                        "/refuses",
                        Map.of("retry_policy", Map.of("attempts", 1, "timeout_seconds", 7)));

        assertThat(source.made().at("/retry_policy_effective/in_words").asString())
                .isEqualTo("One attempt, and no retry. Each attempt may take 7 seconds.");
        inbound.application.answer(
                delivered -> Receiver.Answer.of(delivered.path().equals("/refuses") ? 500 : 200));
        String id = InboundTest.accepted(inbound.to(source).json("{}").send());
        JsonNode given = inbound.message(id, "failed_permanent");
        assertThat(given.path("attempt_count").intValue()).isEqualTo(1);

        inbound.patch(source, Map.of("retry_policy", Map.of()));

        JsonNode left = inbound.get("/v1/inbound-endpoints/" + source.id()).data();
        assertThat(left.path("retry_policy")).isEmpty();
        assertThat(left.at("/retry_policy_effective/attempts").intValue()).isEqualTo(8);
    }

    @Test
    void what_is_sent_to_a_developers_machine_waits_and_nothing_is_forwarded() {
        InboundTest.Source source = inbound.source(Map.of("mode", "cli"));

        String id = InboundTest.accepted(inbound.to(source).json("{}").send());

        JsonNode message = inbound.message(id, "queued");
        assertThat(message.path("attempt_count").intValue()).isZero();
        assertThat(inbound.get("/v1/inbound-logs?status=queued").text()).contains(id);
        assertThat(inbound.call("DELETE", "/v1/inbound-messages/" + id).status()).isEqualTo(200);
    }

    @Test
    void what_is_to_be_fetched_has_an_event_and_is_no_message_of_the_engine() {
        InboundTest.Source source = inbound.source(Map.of("mode", "pull"));

        String id = InboundTest.accepted(inbound.to(source).json("{}").send());

        assertThat(inbound.get("/v1/inbound-messages/" + id).status()).isEqualTo(404);
        String status =
                inbound.jdbi.withHandle(handle ->
                        handle.createQuery("SELECT status FROM pull_event WHERE id = :id::uuid")
                                .bind("id", id)
                                .mapTo(String.class)
                                .one());
        assertThat(status).isEqualTo("stored");
    }

    @Test
    void what_comes_after_the_change_to_be_fetched_is_in_the_hands_of_no_node() {
        InboundTest.Source source = inbound.source("/hook", Map.of());
        String forwarded = InboundTest.accepted(inbound.to(source).json("{}").send());
        var _ = inbound.forwarded(forwarded);

        assertThat(inbound.patch(source, Map.of("mode", "pull")).status()).isEqualTo(200);
        String id = InboundTest.accepted(inbound.to(source).json("{}").send());

        int held =
                inbound.jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT count(*)
                                          FROM message
                                         WHERE id = :id::uuid
                                           AND node IS NOT NULL
                                        """)
                                .bind("id", id)
                                .mapTo(Integer.class)
                                .one());
        assertThat(held).isZero();
        assertThat(inbound.get("/v1/pull-endpoints/" + source.id() + "/events").text())
                .contains(id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"verify_hmac\":true}|/hmac_header_name",
                "{\"verify_hmac\":true,\"hmac_header_name\":\"X-Sig\"}|/hmac_secret",
                "{\"verify_hmac\":true,\"hmac_header_name\":\"X-Sig\",\"hmac_secret\":\"\"}|/hmac_secret",
                "{\"verify_hmac\":true,\"hmac_header_name\":\"X-Sig\",\"hmac_secret\":\"   \"}|/hmac_secret",
                "{\"verify_hmac\":true,\"hmac_header_name\":\"X-Sig\",\"hmac_secrets\":[\"good\",\"\"]}|/hmac_secrets",
                "{\"verify_static_token\":true,\"token_value\":\"FAKEFAKEFAKEFAKE\"}|/token_header_name",
                "{\"verify_static_token\":true,\"token_header_name\":\"X\",\"token_value\":\"\"}|/token_value",
                "{\"verify_ip_allowlist\":true}|/allowed_cidrs",
                "{\"verify_ip_allowlist\":true,\"allowed_cidrs\":[]}|/allowed_cidrs",
                "{\"allowed_cidrs\":[\"203.0.113.0/24\",\"203.0.113.7/24\"]}|/allowed_cidrs/1",
                "{\"idempotency_header_names\":[\"X A\"]}|/idempotency_header_names/0",
                "{\"mode\":\"forward\",\"url\":null}|/url"
            })
    void a_check_without_anything_to_check_with_is_refused_and_pointed_at(
            String members, String pointer) {
        String body =
                members.contains("mode")
                        ? members
                        : members.replaceFirst("\\{", "{\"mode\":\"cli\",");

        Exchange refused =
                inbound.app
                        .client()
                        .post("/v1/inbound-endpoints")
                        .key(TestApp.KEY)
                        .json(body)
                        .send();

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().at("/error/details/pointer").asString()).isEqualTo(pointer);
    }

    @Test
    void a_change_may_not_leave_a_check_without_anything_either() {
        InboundTest.Source source = inbound.source("/hook", Map.of());

        Exchange refused = inbound.patch(source, Map.of("verify_hmac", true));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(inbound.get("/v1/inbound-endpoints/" + source.id()).data().path("unverified"))
                .hasToString("true");
    }

    @Test
    void only_what_is_said_is_changed_and_secrets_never_come_back() {
        InboundTest.Source source =
                inbound.source(
                        "/hook",
                        Map.of(
                                "name", "Shop",
                                "verify_hmac", true,
                                "hmac_header_name", "X-Sig",
                                "hmac_secret", "FAKE-secret-of-the-shop"));

        JsonNode changed =
                inbound.patch(source, Map.of("description", "Orders", "ingest_response_code", 200))
                        .data();

        assertThat(changed.path("updated").booleanValue()).isTrue();
        assertThat(changed.path("name").asString()).isEqualTo("Shop");
        assertThat(changed.path("description").asString()).isEqualTo("Orders");
        assertThat(changed.path("ingest_response_code").intValue()).isEqualTo(200);
        assertThat(changed.path("hmac_secret_count").intValue()).isEqualTo(1);
        assertThat(changed.toString()).doesNotContain("FAKE");
        int inClear =
                inbound.jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT count(*)
                                          FROM inbound_endpoint
                                         WHERE position('FAKE'::bytea IN secrets_sealed) > 0
                                        """)
                                .mapTo(Integer.class)
                                .one());
        assertThat(inClear).isZero();
    }

    @Test
    void its_keys_are_made_and_deleted_like_those_of_an_endpoint_that_sends() {
        InboundTest.Source source = inbound.source("/hook", Map.of());
        String keys = "/v1/inbound-endpoints/" + source.id() + "/signing-keys";
        assertThat(inbound.get(keys).data().isEmpty()).isTrue();

        JsonNode first = inbound.patch(source, Map.of("signing_enabled", true)).data();
        String second = inbound.call("POST", keys).data().path("id").asString();

        assertThat(first.path("signing_secret").asString()).startsWith("whsec_");
        assertThat(inbound.app.client().post(keys).key(TestApp.KEY).send().code())
                .isEqualTo("MAX_SIGNING_KEYS_REACHED");
        assertThat(inbound.call("DELETE", keys + "/" + second).status()).isEqualTo(204);
        assertThat(
                        inbound.app
                                .client()
                                .delete(keys + "/" + first.path("signing_key_id").asString())
                                .key(TestApp.KEY)
                                .send()
                                .code())
                .isEqualTo("CANNOT_DELETE_LAST_KEY");
    }

    @Test
    void whatever_is_done_to_one_is_recorded() {
        InboundTest.Source source = inbound.source("/hook", Map.of());
        var _ = inbound.patch(source, Map.of("name", "Shop"));
        inbound.call("POST", "/v1/inbound-endpoints/" + source.id() + "/pause");
        inbound.call("POST", "/v1/inbound-endpoints/" + source.id() + "/resume");
        JsonNode deleted = inbound.call("DELETE", "/v1/inbound-endpoints/" + source.id()).data();

        assertThat(deleted.path("deleted").booleanValue()).isTrue();
        for (String verb : List.of("created", "updated", "paused", "resumed", "deleted")) {
            assertThat(inbound.app.audited("inbound_endpoint." + verb)).contains("done");
        }
    }

    @Test
    void the_list_has_pages() {
        for (int i = 0; i < 3; i++) {
            var _ = inbound.source(Map.of("mode", "cli", "name", "n" + i));
        }

        Exchange page = inbound.get("/v1/inbound-endpoints?limit=2");

        assertThat(page.data().size()).isEqualTo(2);
        String cursor = page.json().at("/meta/next_cursor").asString();
        assertThat(
                        inbound.get("/v1/inbound-endpoints?limit=100&cursor=" + cursor)
                                .data()
                                .toString())
                .doesNotContain(page.data().path(0).path("id").asString());
    }
}
