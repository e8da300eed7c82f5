package io.hookbridge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.Receiver.Delivered;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Endpoints that name the provider of what they receive. */
@Tag("database")
class PresetsAtTheGateTest {

    private static final String SECRET = "FAKE-secret-of-the-provider";
    private static final String PUSH = "{\"ref\":\"refs/heads/main\"}";

    private static InboundTest inbound;

    @BeforeAll
    static void start() {
        inbound = new InboundTest();
    }

    @AfterAll
    static void stop() {
        inbound.close();
    }

    private static InboundTest.Source of(String preset, Map<String, Object> more) {
        Map<String, Object> members = new HashMap<>(more);
        members.put("preset", preset);
        members.putIfAbsent("hmac_secret", SECRET);
        return inbound.source("/hook", members);
    }

    private static InboundTest.Source of(String preset) {
        return of(preset, Map.of());
    }

    private static String hex(String secret, byte[] signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(signed));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String hex(String secret, String signed) {
        return hex(secret, signed.getBytes(StandardCharsets.UTF_8));
    }

    private static CheckedHttpClient.Draft push(InboundTest.Source source, String signature) {
        return inbound.to(source)
                .header("X-GitHub-Event", "push")
                .header("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958")
                .header("X-Hub-Signature-256", "sha256=" + signature);
    }

    /** Whatever an endpoint stored has become a message of it. */
    private static JsonNode stored(InboundTest.Source source) {
        return inbound.get("/v1/inbound-logs?inbound_endpoint_id=" + source.id()).data();
    }

    private static JsonNode rejection(InboundTest.Source source) {
        return inbound.rejections(source).path(0);
    }

    @Test
    void what_github_signs_is_forwarded_as_verified_and_with_its_type() {
        InboundTest.Source source = of("github");

        String id = InboundTest.accepted(push(source, hex(SECRET, PUSH)).json(PUSH).send());

        Delivered forwarded = inbound.forwarded(id);
        assertThat(forwarded.body()).isEqualTo(PUSH);
        assertThat(forwarded.header("X-Webhook-Event-Type")).isEqualTo("push");
        assertThat(forwarded.header("X-Webhook-Verified")).isEqualTo("true");
        assertThat(forwarded.header("X-Hub-Signature-256")).endsWith(hex(SECRET, PUSH));
        String again = InboundTest.accepted(push(source, hex(SECRET, PUSH)).json(PUSH).send());
        assertThat(again).as("the same delivery").isEqualTo(id);
    }

    @Test
    void what_was_changed_on_the_way_is_refused_and_its_owner_is_told_why() {
        InboundTest.Source source = of("github");

        Exchange refused =
                push(source, hex(SECRET, PUSH)).json(PUSH.replace("main", "evil")).send();

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.code()).isEqualTo("VERIFICATION_FAILED");
        assertThat(rejection(source).path("reason_code").asString()).isEqualTo("hmac_failed");
        assertThat(rejection(source).path("reason_detail").asString())
                .startsWith("signature_mismatch: ");
        assertThat(rejection(source).path("headers_redacted").asString())
                .contains("push")
                .doesNotContain(hex(SECRET, PUSH));
        assertThat(stored(source)).isEmpty();
    }

    @Test
    void either_of_two_secrets_will_do_and_both_are_shown_as_hints() {
        InboundTest.Source source =
                inbound.source(
                        "/hook",
                        Map.of(
                                "preset",
                                "github",
                                "hmac_secrets",
                                List.of("FAKE-secret-that-is-new1", "FAKE-old")));

        assertThat(push(source, hex("FAKE-secret-that-is-new1", PUSH)).json(PUSH).send().status())
                .isEqualTo(202);
        assertThat(push(source, hex("FAKE-old", PUSH)).json(PUSH).send().status()).isEqualTo(202);
        assertThat(push(source, hex("FAKE-other", PUSH)).json(PUSH).send().status()).isEqualTo(401);
        JsonNode shown = inbound.get("/v1/inbound-endpoints/" + source.id()).data();
        assertThat(shown.path("preset").asString()).isEqualTo("github");
        assertThat(shown.path("unverified").booleanValue()).isFalse();
        assertThat(shown.path("hmac_secret_hints")).hasToString("[\"new1\",\"***\"]");
        assertThat(shown.toString()).doesNotContain("FAKE");
    }

    @Test
    void a_secret_is_changed_without_a_moment_in_which_events_are_lost() {
        String old = "FAKE-secret-that-was-first";
        String fresh = "FAKE-secret-that-is-next";
        InboundTest.Source source = of("github", Map.of("hmac_secret", old));

        Exchange both = inbound.patch(source, Map.of("hmac_secrets", List.of(fresh, old)));
        assertThat(push(source, hex(old, PUSH)).json(PUSH).send().status()).isEqualTo(202);
        assertThat(push(source, hex(fresh, PUSH)).json(PUSH).send().status()).isEqualTo(202);
        Exchange one = inbound.patch(source, Map.of("hmac_secret", fresh));
        assertThat(push(source, hex(old, PUSH)).json(PUSH).send().status()).isEqualTo(401);
        assertThat(push(source, hex(fresh, PUSH)).json(PUSH).send().status()).isEqualTo(202);

        assertThat(both.data().path("hmac_secret_hints")).hasToString("[\"next\",\"irst\"]");
        assertThat(one.data().path("hmac_secret_hints")).hasToString("[\"next\"]");
        for (Exchange shown :
                List.of(
                        both,
                        one,
                        inbound.get("/v1/inbound-endpoints/" + source.id()),
                        inbound.get("/v1/inbound-endpoints"),
                        inbound.get("/v1/inbound-rejections"),
                        inbound.get("/v1/audit-events"))) {
            assertThat(shown.text()).doesNotContain(old, fresh);
        }
    }

    private static CheckedHttpClient.Draft stripe(
            InboundTest.Source source, Instant at, String body) {
        String time = Long.toString(at.getEpochSecond());
        return inbound.to(source)
                .header("Stripe-Signature", "t=" + time + ",v1=" + hex(SECRET, time + "." + body))
                .json(body);
    }

    @Test
    void what_stripe_signs_is_forwarded_with_its_type_and_known_again_by_its_id() {
        InboundTest.Source source = of("stripe");
        String paid = "{\"id\":\"evt_1\",\"type\":\"invoice.paid\"}";

        String id = InboundTest.accepted(stripe(source, Instant.now(), paid).send());

        assertThat(inbound.forwarded(id).header("X-Webhook-Event-Type")).isEqualTo("invoice.paid");
        Instant later = Instant.now().plusSeconds(60);
        assertThat(InboundTest.accepted(stripe(source, later, paid).send())).isEqualTo(id);
        String other = paid.replace("evt_1", "evt_2");
        assertThat(InboundTest.accepted(stripe(source, later, other).send())).isNotEqualTo(id);
    }

    @Test
    void what_stripe_signed_long_ago_is_refused() {
        InboundTest.Source source = of("stripe");
        Instant longAgo = Instant.now().minus(Duration.ofMinutes(6));

        assertThat(stripe(source, longAgo, "{}").send().status()).isEqualTo(401);

        assertThat(rejection(source).path("reason_detail").asString())
                .startsWith("stale_timestamp: ");
    }

    @Test
    void the_type_of_what_is_to_be_fetched_is_that_of_its_preset() {
        InboundTest.Source source =
                inbound.source(Map.of("mode", "pull", "preset", "github", "hmac_secret", SECRET));

        String id = InboundTest.accepted(push(source, hex(SECRET, PUSH)).json(PUSH).send());

        String type =
                inbound.jdbi.withHandle(handle ->
                        handle.createQuery("SELECT event_type FROM pull_event WHERE id = :id::uuid")
                                .bind("id", id)
                                .mapTo(String.class)
                                .one());
        assertThat(type).isEqualTo("push");
    }

    @Test
    void a_signed_handshake_is_answered_and_noted_and_is_no_message() {
        InboundTest.Source source = of("slack");
        String time = Long.toString(Instant.now().getEpochSecond());
        String challenge = "{\"type\":\"url_verification\",\"challenge\":\"FAKEchallenge\"}";

        Exchange answered =
                inbound.to(source)
                        .header("X-Slack-Request-Timestamp", time)
                        .header(
                                "X-Slack-Signature",
                                "v0=" + hex(SECRET, "v0:" + time + ":" + challenge))
                        .json(challenge)
                        .send();

        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.text()).isEqualTo("FAKEchallenge");
        assertThat(answered.header("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(answered.headers().allValues("X-Content-Type-Options"))
                .containsExactly("nosniff");
        assertThat(rejection(source).path("reason_code").asString())
                .isEqualTo("handshake_answered");
        assertThat(rejection(source).path("reason_detail").asString())
                .isEqualTo("url_verification");
        assertThat(stored(source)).isEmpty();
    }

    @Test
    void a_handshake_by_get_is_answered_to_whoever_knows_the_verify_token() {
        InboundTest.Source source = of("meta", Map.of("preset_verify_token", "FAKE-verify-token"));
        String query = "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";

        Exchange answered =
                inbound.app.client().get(source.path() + query + "FAKE-verify-token").send();
        Exchange refused = inbound.app.client().get(source.path() + query + "FAKE-other").send();

        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.text()).isEqualTo("1158201444");
        assertThat(refused.status()).isEqualTo(401);
    }

    @Test
    void a_look_by_head_is_answered_and_other_methods_are_not() {
        InboundTest.Source trello = of("trello");
        InboundTest.Source github = of("github");
        InboundTest.Source none = inbound.source("/hook", Map.of());

        assertThat(inbound.app.client().request("HEAD", trello.path()).send().status())
                .isEqualTo(200);
        for (InboundTest.Source source : List.of(github, none)) {
            for (String method : List.of("GET", "OPTIONS")) {
                Exchange refused = inbound.app.client().request(method, source.path()).send();
                assertThat(refused.status()).isEqualTo(405);
                assertThat(refused.header("Allow")).hasValue("POST");
            }
            assertThat(rejection(source).path("reason_code").asString())
                    .isEqualTo("invalid_method");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE", "PROPFIND"})
    void an_event_that_comes_by_another_method_is_refused_and_its_owner_is_told(String method) {
        InboundTest.Source source = of("trello");

        Exchange refused =
                inbound.app.client().request(method, source.path()).json("{\"a\":1}").send();
        Exchange stranger =
                inbound.app
                        .client()
                        .request(method, source.path().replaceFirst(".{32}$", "0".repeat(32)))
                        .send();

        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("Allow")).hasValue("HEAD, POST");
        assertThat(stranger.status()).isEqualTo(404);
        assertThat(inbound.rejections(source, "invalid_method")).isNotEmpty();
    }

    @Test
    void notifications_of_microsoft_that_have_the_same_bytes_are_two_events() {
        InboundTest.Source source =
                of("microsoft-graph", Map.of("hmac_secret", "FAKE-client-state"));
        String changed =
                "{\"value\":[{\"subscriptionId\":\"1\",\"changeType\":\"updated\",\"resource\":\"me/drive/root\","
                        + "\"clientState\":\"FAKE-client-state\"}]}";

        String first = InboundTest.accepted(inbound.to(source).json(changed).send());
        String second = InboundTest.accepted(inbound.to(source).json(changed).send());

        assertThat(second).isNotEqualTo(first);
        assertThat(inbound.forwarded(second).body()).isEqualTo(changed);
    }

    @Test
    void the_token_that_notion_sends_first_is_received_without_a_preset_and_is_the_secret_then() {
        InboundTest.Source source = inbound.source("/hook", Map.of());
        String token = "{\"verification_token\":\"secret_FAKE_notion\"}";
        String event = "{\"id\":\"n1\",\"type\":\"page.created\"}";

        String first = InboundTest.accepted(inbound.to(source).json(token).send());
        assertThat(inbound.forwarded(first).body()).isEqualTo(token);
        Map<String, Object> preset =
                Map.of("preset", "notion", "hmac_secret", "secret_FAKE_notion");
        assertThat(inbound.patch(source, preset).status()).isEqualTo(200);
        Exchange answer =
                inbound.to(source)
                        .header("X-Notion-Signature", "sha256=" + hex("secret_FAKE_notion", event))
                        .json(event)
                        .send();

        assertThat(inbound.forwarded(InboundTest.accepted(answer)).body()).isEqualTo(event);
        assertThat(inbound.to(source).json(token).send().status()).isEqualTo(401);
    }

    @Test
    void a_password_that_comes_with_every_request_goes_no_further() {
        InboundTest.Source source = of("chargebee", Map.of("hmac_secret", "shop:FAKE-password"));
        String basic =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        "shop:FAKE-password".getBytes(StandardCharsets.UTF_8));

        String id =
                InboundTest.accepted(
                        inbound.to(source)
                                .header("Authorization", basic)
                                .json("{\"id\":\"ev_1\",\"event_type\":\"invoice_paid\"}")
                                .send());

        Delivered forwarded = inbound.forwarded(id);
        assertThat(forwarded.header("Authorization")).isEqualTo("***");
        assertThat(forwarded.header("X-Webhook-Event-Type")).isEqualTo("invoice_paid");
        assertThat(forwarded.headers().toString()).doesNotContain(basic);
    }

    @Test
    void a_large_and_a_compressed_body_are_judged_where_nobody_is_held_up() throws IOException {
        InboundTest.Source source = of("github");
        byte[] large = "x".repeat(300_000).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(large);
        }

        for (byte[] body : List.of(large, compressed.toByteArray())) {
            assertThat(push(source, hex(SECRET, body)).raw(body).send().status()).isEqualTo(202);
            assertThat(push(source, hex("FAKE-other", body)).raw(body).send().status())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"preset\":\"githb\"|/preset|must be the name of one",
                "\"preset\":\"stripe\"|/hmac_secret|The endpoint's signing secret",
                "\"preset\":\"stripe\",\"hmac_secret\":\"  \"|/hmac_secret|must not be empty",
                "\"preset\":\"clerk\",\"hmac_secret\":\"whsec_\"|/hmac_secret|can check with",
                "\"preset\":\"chargebee\",\"hmac_secret\":\"FAKE\"|/hmac_secret|with a colon",
                "\"preset\":\"meta\",\"hmac_secret\":\"FAKE\"|/preset_verify_token|is required",
                "\"preset\":\"aws-sns\",\"hmac_secret\":\"FAKE\"|/hmac_secret|The topic's ARN",
                "\"preset\":\"plaid\",\"hmac_secret\":\"FAKE\"|/hmac_secret|with a colon",
                "\"preset\":\"adyen-standard\",\"hmac_secret\":\"FAKE\"|/hmac_secret|in hexadecimal",
                "\"preset\":\"braintree\",\"hmac_secret\":\"FAKE\"|/hmac_secret|with a bar",
                "\"preset\":\"asana\"|/hmac_secret|Comes by itself",
                "\"preset\":\"github\",\"await_secret\":true|/await_secret|has to be entered",
                "\"preset\":\"notion\",\"await_secret\":true|/await_secret|has to be entered",
                "\"await_secret\":true|/await_secret|without a preset",
                "\"preset\":\"github\",\"hmac_secret\":\"FAKE\",\"verify_hmac\":true,\"hmac_header_name\":\"X\"|/verify_hmac|must be false"
            })
    void a_preset_without_what_it_needs_is_refused_and_pointed_at(
            String members, String pointer, String sentence) {
        Exchange refused =
                inbound.app
                        .client()
                        .post("/v1/inbound-endpoints")
                        .key(TestApp.KEY)
                        .json("{\"mode\":\"cli\"," + members + "}")
                        .send();

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().at("/error/details/pointer").asString()).isEqualTo(pointer);
        assertThat(refused.message()).contains(sentence);
    }

    @Test
    void a_preset_is_changed_and_taken_away_like_every_member() {
        InboundTest.Source source = inbound.source("/hook", Map.of());
        assertThat(source.made().path("preset").isNull()).isTrue();
        assertThat(inbound.patch(source, Map.of("preset", "github")).status()).isEqualTo(400);

        JsonNode changed =
                inbound.patch(source, Map.of("preset", "shopify", "hmac_secret", SECRET)).data();
        JsonNode chosen = inbound.patch(source, Map.of("ingest_response_code", 204)).data();
        JsonNode without = inbound.patch(source, Map.of("preset", "")).data();

        assertThat(changed.path("preset").asString()).isEqualTo("shopify");
        assertThat(changed.path("ingest_response_code").intValue())
                .as("what Shopify wants to hear")
                .isEqualTo(200);
        assertThat(chosen.path("ingest_response_code").intValue()).isEqualTo(204);
        assertThat(without.path("preset").isNull()).isTrue();
        assertThat(without.path("unverified").booleanValue()).isTrue();
        assertThat(without.path("ingest_response_code").intValue()).isEqualTo(204);
    }
}
