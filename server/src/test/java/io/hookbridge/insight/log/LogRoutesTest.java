package io.hookbridge.insight.log;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.Exchange;
import io.hookbridge.message.MessageRows;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

@Tag("database")
class LogRoutesTest {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Instant DUE = NOW.plus(Duration.ofHours(1));
    private static final UUID NODE = new UUID(7, 7);

    private static TestApp app;

    private MessageRows rows;
    private EndpointId endpoint;

    @BeforeAll
    static void start() {
        // Without the roles that would deliver or clear away what the tests put into the tables.
        app = TestApp.start(Map.of("HOOKBRIDGE_ROLES", "api"));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @BeforeEach
    void nothing_is_logged() {
        app.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                DELETE FROM message;
                                DELETE FROM queue;
                                DELETE FROM outcome;
                                DELETE FROM mark;
                                """));
        rows = MessageRows.of(app);
        endpoint = rows.endpoint();
    }

    @Test
    void an_entry_tells_all_that_is_known_of_a_message() {
        Instant created = NOW.minus(Duration.ofDays(1));
        MessageId delivered = rows.message(endpoint).createdAt(created).succeeded();
        MessageId waiting = rows.message(endpoint).pendingRetry(DUE, "slow");

        Exchange log = get("");

        assertThat(log.status()).isEqualTo(200);
        JsonNode entry = log.data().get(1);
        assertThat(entry.propertyNames())
                .containsExactly(
                        "message_id",
                        "endpoint",
                        "status",
                        "attempt_count",
                        "created_at",
                        "delivered_at",
                        "response_status",
                        "response_latency_ms",
                        "first_attempt_at",
                        "processing_ms",
                        "total_delivery_ms",
                        "queue_wait_ms");
        assertThat(entry.path("message_id").asString()).isEqualTo(delivered.toString());
        assertThat(entry.path("endpoint").asString()).startsWith("https://receiver.example/");
        assertThat(entry.path("created_at").asString()).isEqualTo(created.toString());
        assertThat(entry.path("delivered_at").asString())
                .isEqualTo(created.plusMillis(500).toString());
        assertThat(entry.path("total_delivery_ms").intValue()).isEqualTo(500);
        assertThat(entry.path("queue_wait_ms").intValue()).isEqualTo(300);
        assertThat(entry.path("response_latency_ms").intValue()).isEqualTo(120);

        JsonNode pending = log.data().get(0);
        assertThat(pending.path("message_id").asString()).isEqualTo(waiting.toString());
        assertThat(pending.path("next_attempt_at").asString()).isEqualTo(DUE.toString());
        assertThat(pending.path("last_error").asString()).isEqualTo("HTTP 503");
        assertThat(pending.has("delivered_at")).isFalse();
    }

    @Test
    void every_state_is_listed_and_can_be_asked_for() {
        EndpointId paused = rows.endpoint();
        rows.pause(paused);
        Map<String, MessageId> messages =
                Map.of(
                        "queued", rows.message(endpoint).queued(),
                        "paused", rows.message(paused).queued(),
                        "delivering", rows.message(endpoint).delivering(NODE),
                        "pending_retry", rows.message(endpoint).pendingRetry(DUE, "slow"),
                        "succeeded", rows.message(endpoint).succeeded(),
                        "failed_permanent", rows.message(endpoint).failed());

        assertThat(get("").data()).hasSize(6);
        messages.forEach((status, message) -> {
            JsonNode found = get("?status=" + status).data();
            assertThat(found).as(status).hasSize(1);
            assertThat(found.get(0).path("message_id").asString()).isEqualTo(message.toString());
            assertThat(found.get(0).path("status").asString()).isEqualTo(status);
            EndpointId of = status.equals("paused") ? paused : endpoint;
            EndpointId other = status.equals("paused") ? endpoint : paused;
            assertThat(get("?status=" + status + "&endpoint_id=" + of).data()).hasSize(1);
            assertThat(get("?status=" + status + "&endpoint_id=" + other).data()).isEmpty();
        });
    }

    @Test
    void a_held_retry_is_being_delivered_and_has_no_next_attempt() {
        rows.message(endpoint).retrying(NODE);

        JsonNode entry = get("").data().get(0);

        assertThat(entry.path("status").asString()).isEqualTo("delivering");
        assertThat(entry.has("next_attempt_at")).isFalse();
        assertThat(get("?status=pending_retry").data()).isEmpty();
    }

    @Test
    void deleted_messages_stay_in_the_log() {
        MessageId deleted = rows.message(endpoint).failed();
        MessageId before = rows.message(endpoint).failed();
        app.jdbi()
                .useHandle(handle -> {
                    handle.execute(
                            "UPDATE outcome SET deleted_at = ?, deleted_by_kind = 'user', deleted_by_id = 'u' WHERE id = ?",
                            NOW,
                            deleted.value());
                    handle.execute(
                            "UPDATE outcome SET deleted_at = ?, status = 'pending_retry' WHERE id = ?",
                            NOW,
                            before.value());
                });

        assertThat(get("").data()).hasSize(2);
        assertThat(get("?status=failed_permanent").data().get(0).path("deleted_at").asString())
                .isEqualTo(NOW.toString());
        assertThat(get("?status=pending_retry").data().get(0).path("message_id").asString())
                .isEqualTo(before.toString());
        assertThat(get("?status=pending_retry&endpoint_id=" + endpoint).data()).hasSize(1);
        assertThat(get("?endpoint_id=" + endpoint).data()).hasSize(2);
    }

    @Test
    void a_message_that_is_deleted_while_a_node_has_it_tells_so_at_once() {
        MessageId underWay = rows.message(endpoint).delivering(NODE);
        MessageId held = rows.message(endpoint).retrying(NODE);
        app.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                INSERT INTO mark (environment_id, id, node, deleted_at, deleted_by_kind, deleted_by_id)
                                SELECT environment_id, id, node, ?, 'user', 'u'
                                  FROM (SELECT environment_id, id, node FROM under_way
                                         UNION ALL
                                        SELECT environment_id, id, node FROM queue) AS held
                                """,
                                NOW));

        JsonNode entries = get("?status=delivering").data();

        assertThat(entries).hasSize(2);
        for (JsonNode entry : entries) {
            assertThat(entry.path("message_id").asString())
                    .isIn(underWay.toString(), held.toString());
            assertThat(entry.path("deleted_at").asString()).isEqualTo(NOW.toString());
        }
    }

    /** The same filter applied to all rows by the test itself, for all shapes of the statement. */
    @Test
    void pages_of_every_filter_hold_what_the_whole_log_holds_in_its_order() {
        Random random = new Random(4);
        List<EndpointId> endpoints = List.of(endpoint, rows.endpoint(), rows.endpoint());
        for (int i = 0; i < 120; i++) {
            MessageRows.Draft draft =
                    rows.message(endpoints.get(random.nextInt(3)))
                            .createdAt(NOW.minusSeconds(random.nextInt(20 * 86_400)));
            switch (random.nextInt(6)) {
                case 0 -> draft.queued();
                case 1 -> draft.delivering(NODE);
                case 2 -> draft.pendingRetry(DUE, "fast");
                case 3 -> draft.failed();
                default -> draft.succeeded();
            }
        }
        List<JsonNode> all = new ArrayList<>();
        get("?limit=500").data().forEach(all::add);
        assertThat(all).hasSize(120);
        assertThat(all.stream().map(LogRoutesTest::id))
                .isSortedAccordingTo((a, b) -> b.compareTo(a));
        Map<String, String> urls = new java.util.HashMap<>();
        for (EndpointId each : endpoints) {
            urls.put(
                    each.toString(),
                    get("?endpoint_id=" + each + "&limit=1")
                            .data()
                            .get(0)
                            .path("endpoint")
                            .asString());
        }

        for (String status :
                List.of(
                        "",
                        "queued",
                        "delivering",
                        "pending_retry",
                        "succeeded",
                        "failed_permanent",
                        "paused")) {
            for (String of : List.of("", endpoint.toString())) {
                for (boolean bounded : List.of(true, false)) {
                    Instant from = NOW.minus(Duration.ofDays(15));
                    Instant until = NOW.minus(Duration.ofDays(3));
                    String query =
                            (status.isEmpty() ? "" : "&status=" + status)
                                    + (of.isEmpty() ? "" : "&endpoint_id=" + of)
                                    + (bounded ? "&start_time=" + from + "&end_time=" + until : "");
                    List<String> expected =
                            all.stream()
                                    .filter(e ->
                                            status.isEmpty()
                                                    || e.path("status").asString().equals(status))
                                    .filter(e ->
                                            of.isEmpty()
                                                    || e.path("endpoint")
                                                            .asString()
                                                            .equals(urls.get(of)))
                                    .filter(e -> !bounded || within(e, from, until))
                                    .map(LogRoutesTest::id)
                                    .toList();

                    assertThat(pages(query, 7)).as(query).isEqualTo(expected);
                }
            }
        }
    }

    private static boolean within(JsonNode entry, Instant from, Instant until) {
        Instant created = Instant.parse(entry.path("created_at").asString());
        return !created.isBefore(from) && created.isBefore(until);
    }

    private static List<String> pages(String query, int limit) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            Exchange page = get("?limit=" + limit + query + cursor);
            page.data().forEach(entry -> ids.add(id(entry)));
            boolean more = page.json().at("/meta/has_more").asBoolean();
            assertThat(page.json().at("/meta/next_cursor").isNull()).isEqualTo(!more);
            assertThat(page.data()).hasSizeLessThanOrEqualTo(limit);
            cursor = more ? "&cursor=" + page.json().at("/meta/next_cursor").asString() : "";
        } while (!cursor.isEmpty());
        return ids;
    }

    @Test
    void the_beginning_of_a_time_is_in_it_and_the_end_is_not_however_it_is_written() {
        Instant created = Instant.parse("2026-11-20T10:00:00Z");
        rows.message(endpoint).createdAt(created).succeeded();

        assertThat(get("?start_time=2026-11-20T10:00:00Z").data()).hasSize(1);
        assertThat(get("?start_time=2026-11-20T10:00:00.001Z").data()).isEmpty();
        assertThat(get("?end_time=2026-11-20T10:00:00Z").data()).isEmpty();
        assertThat(get("?end_time=2026-11-20T10:00:00.001Z").data()).hasSize(1);
        assertThat(get("?start_time=2026-11-20T10:00:00").data()).hasSize(1);
        assertThat(get("?start_time=2026-11-20T12:00:00%2B02:00").data()).hasSize(1);
        assertThat(get("?start_time=2026-11-20T12:00:00+02:00").data()).hasSize(1);
        assertThat(get("?start_time=2026-11-20T12:00:01+02:00").data()).isEmpty();
        assertThat(get("?start_time=0001-01-01T00:00:00Z&end_time=9999-01-01T00:00:00Z").data())
                .hasSize(1);
    }

    @Test
    void what_belongs_to_another_project_is_not_seen() {
        MessageRows others = MessageRows.ofStranger(app.jdbi());
        EndpointId of = others.endpoint();
        others.message(of).succeeded();
        others.message(of).queued();

        assertThat(get("").data()).isEmpty();
        assertThat(get("?endpoint_id=" + of).data()).isEmpty();
        assertThat(get("?status=succeeded").data()).isEmpty();
    }

    @Test
    void a_message_keeps_its_place_when_it_moves_between_two_pages() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ids.addFirst(
                    rows.message(endpoint)
                            .createdAt(NOW.minusSeconds(600 - i))
                            .pendingRetry(DUE, "slow")
                            .toString());
        }
        Exchange first = get("?limit=2");
        app.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                WITH gone AS (DELETE FROM queue RETURNING *)
                                INSERT INTO outcome
                                    (environment_id, id, endpoint_id, created_at, status, finished_at,
                                     fence, attempt_count, replay_count, direction, content_type, size_bytes,
                                     payload_sha256, payload_expires_at, keep_payload)
                                SELECT environment_id, id, endpoint_id, created_at, 'succeeded', now(),
                                       fence, attempt_count, replay_count, direction, content_type, size_bytes,
                                       payload_sha256, payload_expires_at, keep_payload
                                  FROM gone
                                """));
        Exchange second = get("?cursor=" + first.json().at("/meta/next_cursor").asString());

        assertThat(ids(first)).isEqualTo(ids.subList(0, 2));
        assertThat(ids(second)).isEqualTo(ids.subList(2, 4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "endpoint_id=ep_1",
                "endpoint_id=01935abc-def0-7123-9abc-def012345678",
                "status=done",
                "status=",
                "status=SUCCEEDED",
                "start_time=yesterday",
                "end_time=2026-11-31",
                "end_time=9999-12-31T23:59:59-18:00",
                "limit=0",
                "limit=501",
                "limit=ten",
                "limit=%D9%A3",
                "cursor=x",
                "cursor=",
                "cursor=AAAA"
            })
    void a_filter_that_cannot_be_read_is_refused(String query) {
        Exchange refused = get("?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
        assertThat(refused.message()).contains(query.substring(0, query.indexOf('=')));
    }

    @Test
    void a_log_without_entries_is_an_empty_list() {
        Exchange empty = get("");

        assertThat(empty.data().isArray()).isTrue();
        assertThat(empty.json().at("/meta/has_more").isBoolean()).isTrue();
        assertThat(empty.json().at("/meta/next_cursor").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"/v1/logs", "/v1/metrics", "/v1/metrics/timeseries", "/v1/exports"})
    void nobody_reads_without_a_key(String path) {
        assertThat(app.client().get(path).send().code()).isEqualTo("UNAUTHORIZED");
    }

    private static Exchange get(String query) {
        return app.client().get("/v1/logs" + query).key(KEY).send();
    }

    private static List<String> ids(Exchange page) {
        List<String> ids = new ArrayList<>();
        page.data().forEach(entry -> ids.add(id(entry)));
        return ids;
    }

    private static String id(JsonNode entry) {
        return entry.path("message_id").asString();
    }
}
