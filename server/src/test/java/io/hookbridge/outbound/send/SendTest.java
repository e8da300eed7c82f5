package io.hookbridge.outbound.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.EndpointId;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

@Tag("database")
class SendTest {

    private static final OutboundTest OUTBOUND = new OutboundTest();

    private String endpoint = "";

    @AfterAll
    static void stop() {
        OUTBOUND.close();
    }

    @BeforeEach
    void newEndpoint() {
        endpoint = OUTBOUND.endpoint("/" + UUID.randomUUID());
    }

    private Exchange send(String key, String payload) {
        return OUTBOUND.sendBody(
                "{\"endpoint_id\":\"%s\",\"idempotency_key\":\"%s\",\"payload\":%s}"
                        .formatted(endpoint, key, payload));
    }

    private static String id(Exchange sent) {
        assertThat(sent.status()).as(sent.text()).isEqualTo(202);
        return sent.data().get("message_id").stringValue();
    }

    @Test
    void the_same_request_again_gets_the_same_message() {
        String first = id(send("k1", "{\"n\":1}"));
        assertThat(id(send("k1", "{\"n\":1}"))).isEqualTo(first);
        OUTBOUND.message(first, "succeeded");
        assertThat(id(send("k1", "{\"n\":1}"))).isEqualTo(first);
        assertThat(id(send("k2", "{\"n\":1}"))).isNotEqualTo(first);
    }

    @Test
    void another_payload_under_the_same_key_is_refused() {
        id(send("k1", "{\"n\":1}"));
        Exchange refused = send("k1", "{\"n\":2}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("IDEMPOTENCY_MISMATCH");
    }

    @Test
    void a_key_belongs_to_its_endpoint() {
        String first = id(send("k1", "{\"n\":1}"));
        endpoint = OUTBOUND.endpoint("/" + UUID.randomUUID());
        assertThat(id(send("k1", "{\"n\":2}"))).isNotEqualTo(first);
    }

    @Test
    void a_key_whose_time_is_over_is_free() {
        String first = id(send("k1", "{\"n\":1}"));
        OUTBOUND.jdbi.useHandle(handle ->
                handle.execute(
                        "UPDATE idempotency_key SET expires_at = now() - interval '1 second'"));
        assertThat(id(send("k1", "{\"n\":2}"))).isNotEqualTo(first);
    }

    @Test
    void of_many_same_requests_at_once_one_becomes_a_message() {
        List<String> ids =
                IntStream.range(0, 40)
                        .parallel()
                        .mapToObj(_ -> id(send("race", "{\"n\":1}")))
                        .distinct()
                        .toList();
        assertThat(ids).hasSize(1);
    }

    @Test
    void an_endpoint_that_is_unknown_or_no_id_at_all_is_not_found() {
        for (String unknown : List.of("ep_nonexistent_12345", "ep_" + "0".repeat(32), "")) {
            Exchange refused = OUTBOUND.send(unknown, "{}");
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.code()).isEqualTo("ENDPOINT_NOT_FOUND");
        }
    }

    @Test
    void a_deleted_endpoint_accepts_nothing() {
        OUTBOUND.app.client().delete("/v1/endpoints/" + endpoint).key(TestApp.KEY).send();
        OutboundTest.poll(
                "the answer",
                () -> OUTBOUND.send(endpoint, "{}").status(),
                status -> status == 404);
    }

    @Test
    void a_payload_cannot_be_kept_longer_than_the_plan_keeps_payloads() {
        int hours = TestDatabase.PAYLOAD_DAYS * 24;
        String body = "{\"endpoint_id\":\"%s\",\"payload\":{},\"retention_hours\":%d}";

        assertThat(OUTBOUND.sendBody(body.formatted(endpoint, hours)).status()).isEqualTo(202);
        Exchange refused = OUTBOUND.sendBody(body.formatted(endpoint, hours + 1));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.message()).contains(" " + hours + " ");
    }

    @Test
    void each_message_of_a_batch_stands_for_itself() {
        Exchange sent =
                OUTBOUND.app
                        .client()
                        .post("/v1/webhooks/send-batch")
                        .key(TestApp.KEY)
                        .json(
                                """
                                {"messages": [
                                  {"endpoint_id": "%1$s", "payload": {"n": 1}, "idempotency_key": "b1"},
                                  {"endpoint_id": "ep_00000000000000000000000000000000", "payload": {"n": 2}},
                                  {"endpoint_id": "%1$s", "payload": {"n": 1}, "idempotency_key": "b1"},
                                  {"endpoint_id": "%1$s", "payload": {"n": 3}, "idempotency_key": "b1"},
                                  {"endpoint_id": "%1$s", "payload": {}, "headers": {"Host": "x"}},
                                  {"endpoint_id": "%1$s", "payload": {"n": 4}}
                                ]}
                                """
                                        .formatted(endpoint))
                        .send();
        assertThat(sent.status()).as(sent.text()).isEqualTo(202);
        assertThat(sent.data().get("accepted").intValue()).isEqualTo(3);
        assertThat(sent.data().get("refused").intValue()).isEqualTo(3);
        JsonNode results = sent.data().get("results");
        assertThat(results.get(0).get("message_id")).isEqualTo(results.get(2).get("message_id"));
        assertThat(error(results.get(1))).isEqualTo("ENDPOINT_NOT_FOUND");
        assertThat(error(results.get(3))).isEqualTo("IDEMPOTENCY_MISMATCH");
        assertThat(error(results.get(4))).isEqualTo("INVALID_HEADERS");
        OUTBOUND.message(results.get(5).get("message_id").stringValue(), "succeeded");
    }

    private Exchange batch(String... endpoints) {
        String messages =
                Stream.of(endpoints)
                        .map("{\"endpoint_id\":\"%s\",\"payload\":{}}"::formatted)
                        .collect(Collectors.joining(",", "{\"messages\":[", "]}"));
        return OUTBOUND.app
                .client()
                .post("/v1/webhooks/send-batch")
                .key(TestApp.KEY)
                .json(messages)
                .send();
    }

    /**
     * Whose secret was sealed with another key, such as after a backup came back without its own.
     */
    private static String unreadableEndpoint() {
        String made = OUTBOUND.endpoint("/" + UUID.randomUUID());
        OUTBOUND.jdbi.useHandle(handle ->
                handle.execute(
                        "UPDATE signing_key SET sealed = 'FAKE' WHERE endpoint_id = ?",
                        EndpointId.parse(made).orElseThrow().value()));
        return made;
    }

    @Test
    void a_message_that_cannot_be_stored_keeps_no_other_of_its_batch_from_being_answered_for() {
        String unreadable = unreadableEndpoint();

        Exchange sent = batch(endpoint, unreadable, endpoint);

        assertThat(sent.status()).as(sent.text()).isEqualTo(202);
        assertThat(sent.data().get("accepted").intValue()).isEqualTo(2);
        JsonNode results = sent.data().get("results");
        assertThat(error(results.get(1))).isEqualTo("INTERNAL_ERROR");
        OUTBOUND.message(results.get(0).get("message_id").stringValue(), "succeeded");
        OUTBOUND.message(results.get(2).get("message_id").stringValue(), "succeeded");
        assertThat(batch(unreadable, unreadable).status()).isEqualTo(500);
    }

    private static String error(JsonNode result) {
        assertThat(result.get("status").stringValue()).isEqualTo("refused");
        return result.get("error").get("code").stringValue();
    }
}
