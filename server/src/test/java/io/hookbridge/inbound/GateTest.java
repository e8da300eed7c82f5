package io.hookbridge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.Exchange;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Who is let in, and who is refused and noted. */
@Tag("database")
class GateTest {

    private static final String SECRET = "FAKE-secret-of-the-shop";
    private static final String BODY = "{\"type\":\"order.created\"}";

    private static InboundTest inbound;

    @BeforeAll
    static void start() {
        inbound = new InboundTest();
    }

    @AfterAll
    static void stop() {
        inbound.close();
    }

    @BeforeEach
    void nothing_has_come() {
        inbound.application.forget();
    }

    private static byte[] mac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String hex(String secret, String text) {
        return HexFormat.of().formatHex(mac(secret, text));
    }

    private static InboundTest.Source signed(Map<String, Object> more) {
        Map<String, Object> members = new HashMap<>(more);
        members.put("verify_hmac", true);
        members.put("hmac_header_name", "X-Sig");
        members.putIfAbsent("hmac_secrets", List.of(SECRET));
        return inbound.source("/hook", members);
    }

    private static Exchange send(InboundTest.Source source, String signature) {
        return inbound.to(source).header("X-Sig", signature).json(BODY).send();
    }

    @Test
    void a_signature_may_be_written_as_senders_write_it() {
        InboundTest.Source source = signed(Map.of());
        String hex = hex(SECRET, BODY);
        String base64 = Base64.getEncoder().encodeToString(mac(SECRET, BODY));

        for (String written :
                List.of(
                        hex,
                        "sha256=" + hex,
                        "sha256= " + hex,
                        "SHA256=" + hex.toUpperCase(Locale.ROOT),
                        "sha256=" + base64,
                        base64,
                        "t=1,v1=" + hex,
                        "sha256=" + "00".repeat(32) + ",sha256=" + hex)) {
            String id = InboundTest.accepted(send(source, written));
            assertThat(inbound.forwarded(id).header("X-Webhook-Verified"))
                    .as(written)
                    .isEqualTo("true");
        }
    }

    @Test
    void a_signature_is_found_in_whichever_of_several_lines_it_stands() {
        InboundTest.Source source = signed(Map.of("timestamp_header_name", "X-Sig"));
        String time = Long.toString(Instant.now().getEpochSecond());
        List<String> lines =
                List.of(
                        "v1=" + hex("FAKE-another", BODY),
                        "v1=" + hex(SECRET, time + "." + BODY),
                        "t=" + time);

        Exchange answer =
                inbound.to(source)
                        .header("X-Sig", lines.get(0))
                        .header("X-Sig", lines.get(1))
                        .header("X-Sig", lines.get(2))
                        .json(BODY)
                        .send();
        Exchange without =
                inbound.to(source)
                        .header("X-Sig", lines.get(0))
                        .header("X-Sig", lines.get(2))
                        .json(BODY)
                        .send();

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(without.status()).isEqualTo(401);
    }

    @Test
    void a_signature_is_found_behind_a_thousand_others() {
        InboundTest.Source source = signed(Map.of());
        String others = ("00".repeat(16) + ",").repeat(200) + ("A".repeat(43) + "=,").repeat(800);

        assertThat(send(source, others + hex(SECRET, BODY)).status()).isEqualTo(202);
        assertThat(send(source, others + hex("FAKE-another", BODY)).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256=", "no signature", "sha256=AAAA", "v1="})
    void what_is_no_signature_is_refused_with_little_and_noted_with_more(String written) {
        InboundTest.Source source = signed(Map.of());

        Exchange refused = send(source, written);

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.code()).isEqualTo("VERIFICATION_FAILED");
        JsonNode rejection = inbound.rejections(source).path(0);
        assertThat(rejection.path("reason_code").asString()).isEqualTo("hmac_failed");
        assertThat(rejection.path("reason_detail").asString()).isNotEmpty();
        assertThat(rejection.path("source_ip").asString()).isEqualTo("127.0.0.1");
        assertThat(rejection.path("headers_redacted").asString()).contains("\"***\"");
    }

    @Test
    void one_wrong_digit_or_a_changed_byte_is_refused() {
        InboundTest.Source source = signed(Map.of());
        String hex = hex(SECRET, BODY);
        String wrong = (hex.charAt(0) == '0' ? "1" : "0") + hex.substring(1);

        assertThat(send(source, wrong).status()).isEqualTo(401);
        assertThat(
                        inbound.to(source)
                                .header("X-Sig", hex)
                                .json(BODY.replace("order", "older"))
                                .send()
                                .status())
                .isEqualTo(401);
        assertThat(inbound.application.all())
                .noneMatch(it -> it.header("X-Webhook-Original-Url").contains(source.id()));
    }

    @Test
    void either_of_two_secrets_will_do() {
        InboundTest.Source source = signed(Map.of("hmac_secrets", List.of("FAKE-new", "FAKE-old")));

        assertThat(send(source, hex("FAKE-new", BODY)).status()).isEqualTo(202);
        assertThat(send(source, hex("FAKE-old", BODY)).status()).isEqualTo(202);
        assertThat(send(source, hex("FAKE-other", BODY)).status()).isEqualTo(401);
    }

    @Test
    void a_signed_time_must_be_near() {
        InboundTest.Source source =
                signed(Map.of("timestamp_header_name", "X-Time", "timestamp_ttl_seconds", 300));

        for (Duration ago : List.of(Duration.ZERO, Duration.ofMinutes(4), Duration.ofMinutes(-4))) {
            assertThat(at(source, Instant.now().minus(ago)).status()).isEqualTo(202);
        }
        assertThat(at(source, Instant.now().minus(Duration.ofMinutes(6))).status()).isEqualTo(401);
        assertThat(at(source, Instant.now().plus(Duration.ofMinutes(6))).status()).isEqualTo(401);
        assertThat(send(source, hex(SECRET, BODY)).status()).as("without a time").isEqualTo(401);
    }

    private static Exchange at(InboundTest.Source source, Instant time) {
        String text = Long.toString(time.getEpochSecond());
        return at(source, text, hex(SECRET, text + "." + BODY));
    }

    private static Exchange at(InboundTest.Source source, String time, String signature) {
        return inbound.to(source)
                .header("X-Time", time)
                .header("X-Sig", signature)
                .json(BODY)
                .send();
    }

    @Test
    void a_time_that_is_not_signed_lets_nobody_in_unless_the_endpoint_says_so() {
        InboundTest.Source source = signed(Map.of("timestamp_header_name", "X-Time"));
        String now = Long.toString(Instant.now().getEpochSecond());
        String ofBody = hex(SECRET, BODY);

        assertThat(at(source, now, ofBody).status()).isEqualTo(401);
        assertThat(inbound.rejections(source).path(0).path("reason_detail").asString())
                .contains("the body alone");
        JsonNode changed = inbound.patch(source, Map.of("allow_unsigned_timestamp", true)).data();
        assertThat(changed.path("allow_unsigned_timestamp").booleanValue()).isTrue();
        assertThat(at(source, now, ofBody).status()).isEqualTo(202);
        assertThat(at(source, "1000000000", ofBody).status()).isEqualTo(401);
        assertThat(at(source, Instant.now()).status()).isEqualTo(202);
    }

    @Test
    void only_addresses_in_the_ranges_are_let_in() {
        InboundTest.Source ours =
                inbound.source(
                        "/hook",
                        Map.of(
                                "verify_ip_allowlist",
                                true,
                                "allowed_cidrs",
                                List.of("203.0.113.0/24", "127.0.0.0/8")));
        InboundTest.Source others =
                inbound.source(
                        "/hook",
                        Map.of(
                                "verify_ip_allowlist",
                                true,
                                "allowed_cidrs",
                                List.of("203.0.113.0/24")));

        assertThat(inbound.to(ours).json(BODY).send().status()).isEqualTo(202);
        assertThat(inbound.to(others).json(BODY).send().status()).isEqualTo(403);
        assertThat(inbound.rejections(others).path(0).path("reason_code").asString())
                .isEqualTo("ip_not_allowed");
    }

    @Test
    void an_unknown_endpoint_and_a_wrong_token_look_alike_and_are_noted_apart() {
        InboundTest.Source source = inbound.source("/hook", Map.of());
        String wrong = source.path().substring(0, source.path().length() - 32) + "0".repeat(32);
        String unknown = source.path().replace(source.id(), UUID.randomUUID().toString());

        Exchange one = inbound.app.client().post(wrong).json(BODY).send();
        Exchange other = inbound.app.client().post(unknown).json(BODY).send();

        assertThat(one.status()).isEqualTo(404);
        assertThat(one.json().path("error")).isEqualTo(other.json().path("error"));
        assertThat(inbound.rejections(source).path(0).path("reason_code").asString())
                .isEqualTo("invalid_secret");
        assertThat(inbound.app.admin().get("/metrics").send().text())
                .contains("hookbridge_inbound_requests_total{outcome=\"endpoint_not_found\"}");
    }

    @Test
    void a_paused_endpoint_refuses_until_it_is_resumed_and_what_it_has_goes_on() {
        InboundTest.Source source = inbound.source("/hook", Map.of());
        inbound.application.answer(503);
        String id = InboundTest.accepted(inbound.to(source).json(BODY).send());
        inbound.call("POST", "/v1/inbound-endpoints/" + source.id() + "/pause");

        Exchange refused = inbound.to(source).json(BODY).send();

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("ENDPOINT_PAUSED");
        assertThat(refused.header("Retry-After")).isPresent();
        inbound.application.answer(200);
        var _ = inbound.message(id, "pending_retry");
        inbound.call("POST", "/v1/inbound-messages/" + id + "/retry-now");
        var _ = inbound.message(id, "succeeded");
        inbound.call("POST", "/v1/inbound-endpoints/" + source.id() + "/resume");
        InboundTest.accepted(inbound.to(source).json(BODY).send());
    }

    @Test
    void a_deleted_endpoint_is_gone_for_whoever_knows_its_token() {
        InboundTest.Source source = inbound.source("/hook", Map.of());
        inbound.call("DELETE", "/v1/inbound-endpoints/" + source.id());

        assertThat(inbound.to(source).json(BODY).send().status()).isEqualTo(410);
        assertThat(inbound.get("/v1/inbound-endpoints/" + source.id()).status()).isEqualTo(404);
    }

    @Test
    void the_owner_chooses_what_success_looks_like() {
        InboundTest.Source source = inbound.source("/hook", Map.of("ingest_response_code", 200));

        assertThat(inbound.to(source).json(BODY).send().status()).isEqualTo(200);
    }

    @Test
    void what_carries_the_same_keys_is_one_message() {
        InboundTest.Source source =
                inbound.source(
                        "/hook",
                        Map.of("idempotency_header_names", List.of("X-Event-Id", "X-Shop")));

        String first = id(source, "a", "bc", BODY);
        assertThat(id(source, "a", "bc", BODY)).isEqualTo(first);
        assertThat(id(source, "a", "bc", "{\"other\":\"body\"}")).isEqualTo(first);
        Set<String> others = new HashSet<>();
        others.add(id(source, "ab", "c", BODY));
        others.add(id(source, "a", null, BODY));
        others.add(id(source, null, "bc", BODY));
        others.add(id(source, "a", "", BODY));
        others.add(id(source, null, null, BODY));
        others.add(id(source, null, null, BODY));
        assertThat(others).hasSize(6).doesNotContain(first);
        String large = "x".repeat(4_000);
        assertThat(id(source, large, null, BODY)).isEqualTo(id(source, large, null, BODY));
        InboundTest.Source another =
                inbound.source("/hook", Map.of("idempotency_header_names", List.of("X-Event-Id")));
        assertThat(id(another, "a", null, BODY)).isNotEqualTo(first);
    }

    private static String id(
            InboundTest.Source source, @Nullable String event, @Nullable String shop, String body) {
        var request = inbound.to(source);
        if (event != null) {
            request = request.header("x-event-id", event);
        }
        if (shop != null) {
            request = request.header("X-SHOP", shop);
        }
        return InboundTest.accepted(request.json(body).send());
    }

    @Test
    void what_was_given_up_is_replayed_when_its_sender_sends_it_again() {
        InboundTest.Source source =
                inbound.source("/hook", Map.of("idempotency_header_names", List.of("X-Event-Id")));
        inbound.application.answer(400);
        String id = id(source, "evt", null, BODY);
        var _ = inbound.message(id, "failed_permanent");
        inbound.application.answer(200);

        assertThat(id(source, "evt", null, BODY)).isEqualTo(id);

        assertThat(inbound.message(id, "succeeded").path("replay_count").intValue()).isEqualTo(1);
    }

    @Test
    void many_rejections_of_a_minute_are_few_rows() {
        InboundTest.Source source = signed(Map.of());
        int sent = 40;
        for (int i = 0; i < sent; i++) {
            assertThat(send(source, "wrong").status()).isEqualTo(401);
        }

        JsonNode rejections =
                inbound.rejections(
                        source,
                        list ->
                                list.valueStream()
                                                .mapToInt(it -> it.path("requests").intValue())
                                                .sum()
                                        == sent);
        assertThat(rejections.size()).as("of one minute or two").isLessThanOrEqualTo(2 * 11);
    }

    @Test
    void many_rejections_of_one_reason_hide_none_of_another() {
        InboundTest.Source source = signed(Map.of());
        String wrong = source.path().substring(0, source.path().length() - 32) + "0".repeat(32);
        for (int i = 0; i < 40; i++) {
            assertThat(inbound.app.client().post(wrong).json(BODY).send().status()).isEqualTo(404);
        }

        assertThat(send(source, "wrong").status()).isEqualTo(401);

        JsonNode one = inbound.rejections(source, "hmac_failed");
        assertThat(one.valueStream().filter(it -> it.has("reason_detail"))).isNotEmpty();
    }

    @Test
    void a_body_that_is_compressed_or_large_is_taken_as_it_is() {
        InboundTest.Source source = inbound.source("/hook", Map.of());
        byte[] bytes = new byte[900_000];
        new Random(1).nextBytes(bytes);

        String id =
                InboundTest.accepted(
                        inbound.to(source).header("Content-Encoding", "gzip").raw(bytes).send());

        assertThat(inbound.forwarded(id).header("Content-Encoding")).isEqualTo("gzip");
        assertThat(inbound.message(id, "succeeded").path("size_bytes").intValue())
                .isEqualTo(bytes.length);
    }

    @Test
    void an_answer_of_another_tenant_is_that_there_is_nothing() {
        InboundTest.Source source = inbound.source("/hook", Map.of());
        String id = InboundTest.accepted(inbound.to(source).json(BODY).send());
        String stranger = inbound.app.keyOfAnotherTenant();

        for (String path :
                List.of("/v1/inbound-endpoints/" + source.id(), "/v1/inbound-messages/" + id)) {
            assertThat(inbound.app.client().get(path).key(stranger).send().status()).isEqualTo(404);
        }
        for (String list :
                List.of(
                        "/v1/inbound-endpoints",
                        "/v1/inbound-messages",
                        "/v1/inbound-logs",
                        "/v1/inbound-rejections?inbound_endpoint_id=" + source.id())) {
            assertThat(inbound.app.client().get(list).key(stranger).send().data().isEmpty())
                    .as(list)
                    .isTrue();
        }
        assertThat(TestApp.KEY).isNotEqualTo(stranger);
    }
}
