package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Patience;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;
import io.hookbridge.outbound.Receiver;
import io.hookbridge.outbound.Receiver.Answer;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import tools.jackson.databind.JsonNode;

import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

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
        outbound.forgetQueue();
        receiver.forget();
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
        Patience.until(
                "the endpoint is paused", () -> !outbound.app.audited("endpoint.paused").isEmpty());
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

    @Test
    void an_endpoint_tells_how_long_what_waits_will_take_at_the_pace_of_the_last_minute() {
        CountDownLatch hang = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        receiver.answer(_ -> {
            if (!first.getAndSet(false)) {
                await(hang);
            }
            return Answer.of(200);
        });
        String endpoint = outbound.endpoint("/stuck");
        List<String> ids = sent(endpoint, 20);

        JsonNode delivery =
                OutboundTest.poll(
                        "one attempt that ended and others that hang",
                        () ->
                                outbound.app
                                        .client()
                                        .get("/v1/endpoints/" + endpoint)
                                        .key(TestApp.KEY)
                                        .send()
                                        .data()
                                        .path("delivery"),
                        state ->
                                state.path("in_flight").asInt() >= 16
                                        && state.path("drains_in_seconds").asInt() > 0);

        // One a minute; fewer if the minute in which it ended is over.
        assertThat(delivery.path("drains_in_seconds").asInt())
                .isGreaterThanOrEqualTo(60 * delivery.path("waiting").asInt());
        hang.countDown();
        ids.forEach(id -> outbound.message(id, "succeeded"));
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
    void an_endpoint_is_tried_again_as_its_policy_says() {
        Map<String, Object> policy =
                Map.of(
                        "delays_seconds",
                        List.of(1),
                        "attempts",
                        3,
                        "retry_statuses",
                        List.of("404"));
        String endpoint =
                outbound.endpoint("/hasty", Map.of("retry_policy", policy)).get("id").stringValue();
        receiver.answer(404);

        String id = outbound.sent(endpoint, "{}");

        for (String attempt : List.of("1", "2", "3")) {
            assertThat(receiver.next().header("X-Webhook-Attempt")).isEqualTo(attempt);
        }
        outbound.message(id, "failed_permanent");
        receiver.answer(500);
        String refused = outbound.sent(endpoint, "{}");
        assertThat(receiver.next().messageId()).isEqualTo(refused);
        outbound.message(refused, "failed_permanent");
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
        leaveToDeadNode(outbound.jdbi);
        assertThat(receiver.next().messageId()).isEqualTo(id);
        assertThat(outbound.message(id, "succeeded")).containsEntry("attempt_count", 2);
    }

    /** As a node leaves it that was killed: its row is there, and its time is over. */
    private static void leaveToDeadNode(Jdbi jdbi) {
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "INSERT INTO node (id, alive_until, watermark) VALUES ('00000000-0000-7000-8000-00000000dead', now() - interval '1 second', '00000000-0000-7000-8000-00000000dead')");
            handle.execute(
                    "UPDATE queue SET node = '00000000-0000-7000-8000-00000000dead', due_at = 'infinity', fence = fence + 1000");
        });
    }

    @Test
    void a_server_starts_though_what_a_dead_one_held_cannot_be_taken_over_yet() {
        try (OutboundTest own = new OutboundTest()) {
            own.receiver.answer(500);
            String id = own.sent(own.endpoint("/stuck"), "{}");
            own.message(id, "pending_retry");
            own.receiver.next();
            own.receiver.answer(200);
            own.jdbi.useHandle(handle ->
                    handle.execute(
                            "ALTER TABLE queue ADD CONSTRAINT stuck CHECK (node IS NOT NULL OR fence < 1000)"));
            leaveToDeadNode(own.jdbi);

            try (TestApp another = own.app.another()) {
                assertThat(another.admin().get("/metrics").send().status()).isEqualTo(200);

                own.jdbi.useHandle(
                        handle -> handle.execute("ALTER TABLE queue DROP CONSTRAINT stuck"));
                assertThat(own.receiver.next().messageId()).isEqualTo(id);
            }
        }
    }

    @Test
    void a_result_that_comes_after_the_message_has_changed_hands_changes_nothing() {
        try (OutboundTest own = new OutboundTest()) {
            own.receiver.answer(500);
            String id = own.sent(own.endpoint("/slow"), "{}");
            own.receiver.next();
            own.message(id, "pending_retry");
            CountDownLatch answer = new CountDownLatch(1);
            own.receiver.answer(_ -> {
                await(answer);
                return Answer.of(200);
            });
            own.makeDue();
            own.receiver.next();
            own.jdbi.useHandle(handle -> handle.execute("UPDATE queue SET fence = fence + 1"));
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
                                  FROM (SELECT <column> FROM message_count_entry
                                        UNION ALL
                                        SELECT <column> FROM message_count_minute WHERE NOT endpoint_id = :whole) AS counted
                                """)
                        .define("column", column)
                        .bind("whole", WHOLE_PROJECT)
                        .mapTo(Long.class)
                        .one());
    }
}
