package io.hookbridge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What is known to have come before, and what becomes of it. */
@Tag("database")
class RepetitionsTest {

    private static final String BODY = "{\"type\":\"order.created\"}";
    private static final String SECRET = "FAKE-secret-of-the-shop";
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

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

    private static InboundTest.Source source() {
        return inbound.source("/hook", Map.of("idempotency_header_names", List.of("X-Event-Id")));
    }

    private static String send(InboundTest.Source source, String event) {
        return InboundTest.accepted(answer(source, event));
    }

    private static Exchange answer(InboundTest.Source source, String event) {
        return inbound.to(source).header("X-Event-Id", event).json(BODY).send();
    }

    @Test
    void an_event_is_known_again_whichever_way_it_went_when_it_came_first() {
        InboundTest.Source source = source();
        String forwarded = send(source, "evt_1");
        var _ = inbound.message(forwarded, "succeeded");

        assertThat(inbound.patch(source, Map.of("mode", "pull")).status()).isEqualTo(200);
        assertThat(send(source, "evt_1")).isEqualTo(forwarded);
        String fetched = send(source, "evt_2");
        assertThat(fetched).isNotEqualTo(forwarded);

        for (String mode : List.of("cli", "forward")) {
            assertThat(inbound.patch(source, Map.of("mode", mode)).status()).isEqualTo(200);
            assertThat(send(source, "evt_1")).as(mode).isEqualTo(forwarded);
            assertThat(send(source, "evt_2")).as(mode).isEqualTo(fetched);
        }
    }

    @Test
    void every_message_that_was_given_up_is_replayed_however_many_come_again_at_once() {
        InboundTest.Source source = source();
        inbound.application.answer(400);
        Map<String, String> ids = new LinkedHashMap<>();
        for (int i = 0; i < 24; i++) {
            ids.put("evt_" + i, send(source, "evt_" + i));
        }
        ids.values().forEach(id -> inbound.message(id, "failed_permanent"));
        inbound.application.answer(200);

        List<CompletableFuture<Exchange>> again =
                ids.keySet().stream()
                        .map(event ->
                                CompletableFuture.supplyAsync(() -> answer(source, event), THREADS))
                        .toList();

        for (CompletableFuture<Exchange> answer : again) {
            assertThat(ids.values()).contains(InboundTest.accepted(answer.join()));
        }
        for (String id : ids.values()) {
            assertThat(inbound.message(id, "succeeded").path("replay_count").intValue())
                    .isEqualTo(1);
        }
        assertThat(inbound.app.admin().get("/metrics").send().text())
                .contains("hookbridge_inbound_requests_total{outcome=\"replayed\"} 24.0");
    }

    @Test
    void what_was_signed_before_under_another_id_is_shown_so_and_delivered() throws Exception {
        InboundTest.Source source = signed(Map.of("url", inbound.application.url("/hook")));
        String first = signed(source, "evt_1", BODY);
        String copy = signed(source, "evt_2", BODY);
        String third = signed(source, "evt_3", BODY);
        String other = signed(source, "evt_4", "{\"type\":\"order.paid\"}");

        for (String id : List.of(copy, third)) {
            assertThat(inbound.forwarded(id).body()).isEqualTo(BODY);
            assertThat(sameBytesAs(id)).isEqualTo(first);
        }
        assertThat(sameBytesAs(first)).isEmpty();
        assertThat(sameBytesAs(other)).isEmpty();
        for (String list : List.of("/v1/inbound-messages", "/v1/inbound-logs")) {
            Exchange shown = inbound.get(list + "?inbound_endpoint_id=" + source.id());
            assertThat(shown.text().split("same_bytes_as", -1)).as(list).hasSize(3);
        }
    }

    @Test
    void an_event_to_be_fetched_is_shown_so_as_well() throws Exception {
        InboundTest.Source source = signed(Map.of("mode", "pull"));
        String first = signed(source, "evt_1", BODY);
        String copy = signed(source, "evt_2", BODY);

        String events = "/v1/pull-endpoints/" + source.id() + "/events";
        assertThat(inbound.get(events + "/" + copy).data().path("same_bytes_as").asString())
                .isEqualTo(first);
        assertThat(inbound.get(events + "/" + first).data().has("same_bytes_as")).isFalse();
    }

    @Test
    void what_nobody_signs_is_not_compared() {
        InboundTest.Source source = source();
        var _ = send(source, "evt_1");

        assertThat(sameBytesAs(send(source, "evt_2"))).isEmpty();
    }

    private static String sameBytesAs(String id) {
        return inbound.get("/v1/inbound-messages/" + id).data().path("same_bytes_as").asString("");
    }

    private static InboundTest.Source signed(Map<String, Object> more) {
        Map<String, Object> members = new HashMap<>(more);
        members.put("idempotency_header_names", List.of("X-Event-Id"));
        members.put("verify_hmac", true);
        members.put("hmac_header_name", "X-Sig");
        members.put("hmac_secret", SECRET);
        return inbound.source(members);
    }

    private static String signed(InboundTest.Source source, String event, String body)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
        return InboundTest.accepted(
                inbound.to(source)
                        .header("X-Event-Id", event)
                        .header("X-Sig", HexFormat.of().formatHex(signature))
                        .json(body)
                        .send());
    }
}
