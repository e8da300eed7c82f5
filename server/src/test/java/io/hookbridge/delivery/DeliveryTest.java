package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Patience;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;
import io.hookbridge.outbound.Receiver;
import io.hookbridge.outbound.Receiver.Answer;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

@Tag("database")
class DeliveryTest {

    /** In the counts of minutes it stands for all endpoints of the project together. */
    private static final UUID WHOLE_PROJECT = new UUID(0, 0);

    /** Of the tests that leave nothing behind by which another could be misled. */
    private static OutboundTest outbound;

    private static Receiver receiver;

    @BeforeAll
    static void start() {
        outbound = new OutboundTest();
        receiver = outbound.receiver;
    }

    @AfterAll
    static void stop() {
        outbound.close();
    }

    @BeforeEach
    void nothing_is_pending_or_has_arrived() {
        outbound.jdbi.useHandle(
                handle -> handle.execute("DELETE FROM pending_message WHERE node IS NULL"));
        receiver.forget();
    }

    @Test
    void a_message_arrives_byte_for_byte_as_it_was_sent() {
        String payload = "{ \"b\" : 1.0, \"a\":\"\\u00e9é\",  \"n\": 12345678901234567890 }";
        String id = outbound.sent(outbound.endpoint("/a"), payload);
        Receiver.Delivered delivered = receiver.next();
        assertThat(delivered.body()).isEqualTo(payload);
        assertThat(delivered.messageId()).isEqualTo(id);
        assertThat(delivered.header("X-Webhook-Attempt")).isEqualTo("1");
        assertThat(delivered.header("Content-Type")).isEqualTo("application/json");
        Map<String, Object> row = outbound.message(id, "succeeded");
        assertThat(row)
                .containsEntry("attempt_count", 1)
                .containsEntry("response_status", 200)
                .containsEntry("size_bytes", payload.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void a_receiver_verifies_the_signature_with_the_secret_it_was_given() throws Exception {
        JsonNode endpoint = outbound.endpoint("/signed", Map.of());
        outbound.sent(endpoint.get("id").stringValue(), "{\"n\":1}");
        Receiver.Delivered delivered = receiver.next();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(
                new SecretKeySpec(
                        endpoint.get("signing_secret")
                                .stringValue()
                                .getBytes(StandardCharsets.UTF_8),
                        "HmacSHA256"));
        String signed = delivered.header("X-Webhook-Timestamp") + "." + delivered.body();
        assertThat(delivered.header("X-Webhook-Signature"))
                .isEqualTo(
                        "sha256="
                                + HexFormat.of()
                                        .formatHex(
                                                mac.doFinal(
                                                        signed.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void headers_of_the_endpoint_and_of_the_request_are_sent_and_secrets_among_them_not_kept() {
        JsonNode endpoint =
                outbound.endpoint("/headers", Map.of("headers", Map.of("X-Api-Key", "FAKEsecret")));
        Exchange sent =
                outbound.sendBody(
                        """
                        {"endpoint_id": "%s", "payload": {}, "headers": {"X-Tenant-Id": "t1"}}
                        """
                                .formatted(endpoint.get("id").stringValue()));
        Receiver.Delivered delivered = receiver.next();
        assertThat(delivered.header("X-Api-Key")).isEqualTo("FAKEsecret");
        assertThat(delivered.header("X-Tenant-Id")).isEqualTo("t1");
        Map<String, Object> attempt =
                outbound.attempt(sent.data().get("message_id").stringValue(), 1);
        assertThat((String) attempt.get("request_headers"))
                .contains("\"X-Api-Key\":\"***\"", "\"X-Tenant-Id\":\"t1\"")
                .doesNotContain("FAKEsecret");
    }

    @Test
    void a_header_of_the_request_takes_the_place_of_the_endpoints_however_its_name_is_written() {
        JsonNode endpoint =
                outbound.endpoint("/same", Map.of("headers", Map.of("X-Tenant-Id", "usual")));

        outbound.accepted(
                """
                {"endpoint_id": "%s", "payload": {}, "headers": {"x-tenant-id": "special"}}
                """
                        .formatted(endpoint.get("id").stringValue()));

        assertThat(receiver.next().headers().get("X-tenant-id")).containsExactly("special");
    }

    @Test
    void headers_of_messages_are_sealed_and_sent_also_when_they_are_read_back() {
        String endpoint = outbound.endpoint("/sealed?api_key=FAKEsecret");
        outbound.call("POST", "/v1/endpoints/" + endpoint + "/pause");
        String body = "{\"endpoint_id\":\"%s\",\"payload\":{},\"headers\":{\"X-To\":\"%s\"}}";
        String sealed = outbound.accepted(body.formatted(endpoint, "Bearer FAKEsecret"));
        outbound.jdbi.useHandle(handle -> assertThat(inClear(handle)).isZero());
        outbound.call("POST", "/v1/endpoints/" + endpoint + "/resume");

        assertThat(receiver.next().header("X-To")).isEqualTo("Bearer FAKEsecret");
        assertThat(outbound.attempt(sealed, 1).toString())
                .contains("api_key=***", "\"X-To\":\"***\"")
                .doesNotContain("FAKE");
    }

    @Test
    void a_message_whose_headers_do_not_open_is_given_up_with_a_reason_and_not_sent() {
        String endpoint = outbound.endpoint("/unreadable");
        outbound.call("POST", "/v1/endpoints/" + endpoint + "/pause");
        String id =
                outbound.accepted(
                        "{\"endpoint_id\":\"%s\",\"payload\":{},\"headers\":{\"X-To\":\"t\"}}"
                                .formatted(endpoint));
        outbound.jdbi.useHandle(handle ->
                handle.execute(
                        "UPDATE payload SET headers_sealed = '\\x00' WHERE id = ?::uuid", id));
        outbound.call("POST", "/v1/endpoints/" + endpoint + "/resume");

        String why = "not sent: the headers of the message were sealed with another secret key";
        assertThat(outbound.message(id, "failed_permanent")).containsEntry("last_error", why);
        assertThat(outbound.attempt(id, 1)).containsEntry("decision", "unreadable");
        assertThat(receiver.all()).isEmpty();
    }

    private static int inClear(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT count(*)
                          FROM payload
                         WHERE position('FAKE'::bytea IN headers_sealed) > 0
                        """)
                .mapTo(Integer.class)
                .one();
    }

    @Test
    void a_server_that_only_accepts_tells_those_that_deliver() throws SQLException {
        try (OutboundTest accepting = new OutboundTest(Map.of("HOOKBRIDGE_ROLES", "api"));
                Handle handle = accepting.jdbi.open()) {
            String endpoint = accepting.endpoint("/elsewhere");
            handle.execute("LISTEN messages_due");
            accepting.sent(endpoint, "{}");
            PGNotification[] heard =
                    handle.getConnection()
                            .unwrap(PGConnection.class)
                            .getNotifications(Patience.millis());
            assertThat(heard).isNotEmpty();
        }
    }

    @Test
    void what_a_deleted_project_has_not_delivered_is_given_up() {
        try (OutboundTest own = new OutboundTest()) {
            String endpoint = own.endpoint("/closed");
            own.receiver.answer(500);
            String retried = own.sent(endpoint, "{\"n\":1}");
            own.message(retried, "pending_retry");

            own.jdbi.useHandle(handle ->
                    handle.execute("UPDATE project SET deleted_at = now(), status = 'deleted'"));
            Patience.until(
                    "the server has heard of it",
                    () ->
                            own.app
                                            .client()
                                            .get("/v1/endpoints/" + endpoint)
                                            .key(TestApp.KEY)
                                            .send()
                                            .status()
                                    != 200);
            own.makeDue();

            assertThat(own.message(retried, "failed_permanent"))
                    .containsEntry("attempt_count", 1)
                    .containsEntry("last_error", "project deleted before delivery");
            assertThat(own.receiver.all()).hasSize(1);
        }
    }

    @Test
    void many_messages_arrive_once_each() {
        String endpoint = outbound.endpoint("/many");
        IntStream.range(0, 300)
                .parallel()
                .forEach(i -> outbound.sent(endpoint, "{\"i\":" + i + "}"));
        for (int i = 0; i < 300; i++) {
            receiver.next();
        }
        assertThat(receiver.all().stream().map(Receiver.Delivered::body).distinct()).hasSize(300);
        assertThat(receiver.all()).hasSize(300);
    }

    @Test
    void an_attempt_tells_what_happened_and_what_follows() {
        try (OutboundTest own = new OutboundTest()) {
            own.receiver.answer(_ -> Answer.of(503).header("X-Reason", "maintenance"));
            Instant begun = Instant.now();
            String id = own.sent(own.endpoint("/busy"), "{}");
            Map<String, Object> attempt = own.attempt(id, 1);
            assertThat(attempt)
                    .containsEntry("response_status", 503)
                    .containsEntry("error_text", "HTTP 503")
                    .containsEntry("decision", "again")
                    .containsEntry("retry_type", "slow")
                    .containsEntry("resolved_ip", "127.0.0.1")
                    .containsEntry("conn_reused", false);
            assertThat((Integer) attempt.get("retry_after_s")).isBetween(1800, 1980);
            assertThat((String) attempt.get("response_headers")).contains("maintenance");
            assertThat(answered(own, id)).isEqualTo("answer 503");
            Map<String, Object> row = own.message(id, "pending_retry");
            assertThat((Timestamp) row.get("next_attempt_at"))
                    .isAfter(Timestamp.from(begun.plus(Duration.ofMinutes(30))));
        }
    }

    private static String answered(OutboundTest own, String id) {
        return own.jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT convert_from(body, 'UTF8') FROM response_body WHERE message_id = :id::uuid")
                        .bind("id", id)
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void a_retry_carries_the_same_id_and_time_and_the_next_number() {
        receiver.answer(500);
        String id = outbound.sent(outbound.endpoint("/again"), "{\"n\":1}");
        Receiver.Delivered first = receiver.next();
        outbound.message(id, "pending_retry");
        receiver.answer(200);
        outbound.makeDue();
        Receiver.Delivered second = receiver.next();
        assertThat(second.messageId()).isEqualTo(id);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("X-Webhook-Attempt")).isEqualTo("2");
        assertThat(second.header("X-Webhook-Signature"))
                .isEqualTo(first.header("X-Webhook-Signature"));
        assertThat(outbound.message(id, "succeeded")).containsEntry("attempt_count", 2);
    }

    @Test
    void too_many_requests_are_tried_again_soon_but_not_before_the_receiver_allows() {
        receiver.answer(_ -> Answer.of(429).header("Retry-After", "77"));
        String id = outbound.sent(outbound.endpoint("/limited"), "{}");
        assertThat(outbound.attempt(id, 1))
                .containsEntry("retry_type", "fast")
                .containsEntry("retry_after_s", 77);
    }

    @Test
    void a_refusal_is_final() {
        receiver.answer(404);
        String id = outbound.sent(outbound.endpoint("/refuses"), "{}");
        assertThat(outbound.message(id, "failed_permanent"))
                .containsEntry("last_error", "HTTP 404")
                .containsEntry("attempt_count", 1);
        assertThat(outbound.attempt(id, 1)).containsEntry("decision", "refused");
    }

    @Test
    void a_receiver_that_is_gone_gets_nothing_more_until_its_endpoint_is_resumed() {
        receiver.answer(410);
        String endpoint = outbound.endpoint("/gone");
        String id = outbound.sent(endpoint, "{}");
        outbound.message(id, "failed_permanent");
        assertThat(outbound.app.audited("endpoint.paused")).isNotEmpty();
        receiver.answer(200);
        receiver.next();
        String waiting = outbound.sent(endpoint, "{\"n\":2}");
        outbound.message(waiting, "paused");
        Exchange resumed =
                outbound.app
                        .client()
                        .post("/v1/endpoints/" + endpoint + "/resume")
                        .key(TestApp.KEY)
                        .send();
        assertThat(resumed.data().get("messages_requeued").intValue()).isEqualTo(1);
        assertThat(receiver.next().messageId()).isEqualTo(waiting);
    }

    @Test
    void a_payload_that_is_not_kept_is_gone_after_the_delivery() {
        Exchange sent =
                outbound.sendBody(
                        """
                        {"endpoint_id": "%s", "payload": {"secret": 1}, "retention_hours": 0}
                        """
                                .formatted(outbound.endpoint("/forget")));
        String id = sent.data().get("message_id").stringValue();
        outbound.message(id, "succeeded");
        assertThat(payloads(id)).isZero();
    }

    private int payloads(String id) {
        return outbound.jdbi.withHandle(handle ->
                handle.createQuery("SELECT count(*) FROM payload WHERE id = :id::uuid")
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void an_endpoint_that_hangs_delays_only_itself() throws InterruptedException {
        CountDownLatch hang = new CountDownLatch(1);
        receiver.answer(delivered -> {
            if (delivered.path().equals("/hangs")) {
                await(hang);
            }
            return Answer.of(200);
        });
        String hanging = outbound.endpoint("/hangs");
        String healthy = outbound.endpoint("/healthy");
        List<String> held = sent(hanging, 20);
        sent(healthy, 10).forEach(id -> outbound.message(id, "succeeded"));
        OutboundTest.poll(
                "what the hanging endpoint gets",
                () ->
                        outbound.app
                                .client()
                                .get("/v1/endpoints/" + hanging)
                                .key(TestApp.KEY)
                                .send()
                                .data()
                                .get("delivery"),
                delivery ->
                        delivery.get("in_flight").intValue() == 16
                                && delivery.get("waiting").intValue() == 4);
        hang.countDown();
        held.forEach(id -> outbound.message(id, "succeeded"));
    }

    private static List<String> sent(String endpoint, int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(_ -> outbound.sent(endpoint, "{}"))
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void an_endpoint_with_a_rate_gets_no_more_than_that() {
        String endpoint =
                outbound.endpoint("/paced", Map.of("rate_limit_rps", 10, "burst", 2))
                        .get("id")
                        .stringValue();
        long began = System.nanoTime();
        IntStream.range(0, 12).parallel().forEach(i -> outbound.sent(endpoint, "{}"));
        for (int i = 0; i < 12; i++) {
            receiver.next();
        }
        // Two at once, and ten more at ten a second.
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isGreaterThan(Duration.ofMillis(900));
        assertThat(receiver.all())
                .allMatch(delivered -> delivered.header("X-Webhook-Attempt").equals("1"));
    }

    @Test
    void what_a_dead_node_held_is_delivered_by_another() {
        receiver.answer(500);
        String id = outbound.sent(outbound.endpoint("/orphan"), "{}");
        outbound.message(id, "pending_retry");
        receiver.next();
        receiver.answer(200);
        // As a node leaves it that was killed: its row is there, and its time is over.
        outbound.jdbi.useTransaction(handle -> {
            handle.execute(
                    "INSERT INTO node VALUES ('00000000-0000-7000-8000-00000000dead', now() - interval '1 second')");
            handle.execute(
                    "UPDATE pending_message SET node = '00000000-0000-7000-8000-00000000dead', due_at = 'infinity', fence = fence + 1");
        });
        assertThat(receiver.next().messageId()).isEqualTo(id);
        assertThat(outbound.message(id, "succeeded")).containsEntry("attempt_count", 2);
    }

    @Test
    void a_result_that_comes_after_the_message_has_changed_hands_changes_nothing() {
        try (OutboundTest own = new OutboundTest()) {
            CountDownLatch answer = new CountDownLatch(1);
            own.receiver.answer(_ -> {
                await(answer);
                return Answer.of(200);
            });
            String id = own.sent(own.endpoint("/slow"), "{}");
            own.receiver.next();
            own.jdbi.useHandle(
                    handle -> handle.execute("UPDATE pending_message SET fence = fence + 1"));
            answer.countDown();
            OutboundTest.poll(
                    "the metric",
                    () -> own.app.admin().get("/metrics").send().text(),
                    text -> text.contains("hookbridge_delivery_lost_leases_total 1"));
            assertThat(own.message(id)).containsEntry("status", "delivering");
            assertThat(sum(own, "accepted")).isEqualTo(1);
            assertThat(sum(own, "succeeded")).isZero();
        }
    }

    /** Of the changes and of what has been made of them by now. */
    private static long sum(OutboundTest own, String column) {
        return own.jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT coalesce(sum(<column>), 0)
                                  FROM (SELECT <column> FROM message_count_change
                                        UNION ALL
                                        SELECT <column> FROM message_count_minute WHERE NOT endpoint_id = :whole) AS counted
                                """)
                        .define("column", column)
                        .bind("whole", WHOLE_PROJECT)
                        .mapTo(Long.class)
                        .one());
    }
}
