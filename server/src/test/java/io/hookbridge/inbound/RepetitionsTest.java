package io.hookbridge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

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
    void what_was_given_up_and_comes_again_where_all_is_fetched_now_is_there_to_be_fetched() {
        InboundTest.Source source = source();
        inbound.application.answer(400);
        String first = send(source, "evt_1");
        var _ = inbound.message(first, "failed_permanent");
        assertThat(inbound.patch(source, Map.of("mode", "pull")).status()).isEqualTo(200);

        String again = send(source, "evt_1");

        assertThat(again).isNotEqualTo(first);
        assertThat(event(source, again).path("status").asString()).isEqualTo("stored");
        assertThat(send(source, "evt_1")).as("the third").isEqualTo(again);
    }

    @Test
    void what_waits_for_a_listener_and_comes_again_where_all_is_fetched_now_is_there_as_well() {
        InboundTest.Source source = source();
        assertThat(inbound.patch(source, Map.of("mode", "cli")).status()).isEqualTo(200);
        String first = send(source, "evt_1");
        var _ = inbound.message(first, "queued");
        assertThat(inbound.patch(source, Map.of("mode", "pull")).status()).isEqualTo(200);

        String again = send(source, "evt_1");

        assertThat(again).isNotEqualTo(first);
        assertThat(event(source, again).path("status").asString()).isEqualTo("stored");
    }

    private static JsonNode event(InboundTest.Source source, String id) {
        return inbound.get("/v1/pull-endpoints/" + source.id() + "/events/" + id + "?preview=true")
                .data();
    }

    @Test
    void what_was_given_up_and_has_no_payload_any_more_becomes_a_message_of_its_own() {
        InboundTest.Source source = source();
        inbound.application.answer(400);
        String first = send(source, "evt_1");
        var _ = inbound.message(first, "failed_permanent");
        inbound.application.answer(200);
        inbound.jdbi.useHandle(
                handle -> handle.execute("DELETE FROM message WHERE id = ?::uuid", first));

        String again = send(source, "evt_1");

        assertThat(again).isNotEqualTo(first);
        assertThat(inbound.forwarded(again).body()).isEqualTo(BODY);
    }

    @Test
    void an_event_whose_id_somebody_gave_to_other_bytes_arrives_all_the_same() throws Exception {
        InboundTest.Source source = signed(Map.of("url", inbound.application.url("/hook")));
        String real = "{\"type\":\"order.paid\"}";
        String captured = signed(source, "evt_1", BODY);

        String poisoned = signed(source, "evt_2", BODY);
        String second = signed(source, "evt_2", real);

        assertThat(List.of(captured, poisoned)).doesNotContain(second);
        assertThat(inbound.forwarded(second).body()).isEqualTo(real);
        assertThat(signed(source, "evt_2", real)).as("sent again").isEqualTo(second);
        assertThat(signed(source, "evt_1", BODY)).as("sent again").isEqualTo(captured);
    }

    @Test
    void an_id_that_came_with_another_body_stands_for_its_first_one_and_the_owner_is_told() {
        InboundTest.Source source = source();
        String first = send(source, "evt_1");

        String other =
                InboundTest.accepted(
                        inbound.to(source).header("X-Event-Id", "evt_1").json("{}").send());

        assertThat(other).isEqualTo(first);
        JsonNode told = inbound.rejections(source).path(0);
        assertThat(told.path("reason_code").asString()).isEqualTo("duplicate_differs");
        assertThat(told.path("reason_detail").asString()).endsWith(first);
    }

    @Test
    void what_was_signed_before_and_comes_without_an_id_is_shown_so() throws Exception {
        InboundTest.Source source = signed(Map.of("url", inbound.application.url("/hook")));
        String first = signed(source, "evt_1", BODY);

        String without = signed(source, "", BODY);
        String again = signed(source, "", BODY);

        assertThat(List.of(first, without)).doesNotContain(again);
        assertThat(sameBytesAs(without)).isEqualTo(first);
        assertThat(sameBytesAs(again)).isEqualTo(first);
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

    /**
     * @param event empty for a request without an id
     */
    private static String signed(InboundTest.Source source, String event, String body)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
        CheckedHttpClient.Draft request = inbound.to(source);
        return InboundTest.accepted(
                (event.isEmpty() ? request : request.header("X-Event-Id", event))
                        .header("X-Sig", HexFormat.of().formatHex(signature))
                        .json(body)
                        .send());
    }
}
