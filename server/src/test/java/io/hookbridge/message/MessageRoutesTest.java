package io.hookbridge.message;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Sha256;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

@Tag("database")
class MessageRoutesTest {

    private static final Instant LATER = Instant.parse("2090-01-01T00:00:00Z");
    private static final Instant CREATED = Instant.parse("2026-11-22T09:30:00Z");

    private static TestApp app;
    private static CheckedHttpClient client;
    private static MessageRows rows;
    private static EndpointId endpoint;

    @BeforeAll
    static void start() {
        app = TestApp.start(Map.of("HOOKBRIDGE_ROLES", "api"));
        client = app.client();
        rows = MessageRows.of(app);
        endpoint = rows.endpoint();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static JsonNode get(MessageId id) {
        return client.get("/v1/messages/" + id).key(KEY).send().data();
    }

    @Test
    void a_delivered_message_has_all_that_is_known_of_it() {
        MessageId id =
                rows.message(endpoint).createdAt(CREATED).key("order-1-v1").attempts(2).succeeded();

        JsonNode message = get(id);

        assertThat(message.path("id").asString()).isEqualTo(id.toString());
        assertThat(message.path("project_id").asString()).isEqualTo(rows.environment().toString());
        assertThat(message.path("endpoint_id").asString()).isEqualTo(endpoint.toString());
        assertThat(message.path("status").asString()).isEqualTo("succeeded");
        assertThat(message.path("attempt_count").asInt()).isEqualTo(2);
        assertThat(message.path("size_bytes").asInt()).isEqualTo(7);
        assertThat(message.path("payload_sha256").asString())
                .isEqualTo(HexFormat.of().formatHex(Sha256.of("{\"n\":1}")));
        assertThat(message.path("idempotency_key").asString()).isEqualTo("order-1-v1");
        assertThat(message.path("response_status").asInt()).isEqualTo(200);
        assertThat(message.path("first_attempt_at").asString())
                .isEqualTo("2026-11-22T09:30:00.300Z");
        assertThat(message.path("delivered_at").asString()).isEqualTo("2026-11-22T09:30:00.500Z");
        assertThat(message.path("queue_wait_ms").asInt()).isEqualTo(300);
        assertThat(message.path("total_delivery_ms").asInt()).isEqualTo(500);
        assertThat(message.path("payload_expires_at").asString()).isEqualTo("2026-12-22T09:30:00Z");
        assertThat(message.has("next_attempt_at")).isFalse();
        assertThat(message.has("deleted_at")).isFalse();
    }

    @Test
    void a_message_that_waits_says_when_it_is_tried_and_why() {
        JsonNode message =
                get(
                        rows.message(endpoint)
                                .pendingRetry(Instant.parse("2030-01-01T00:00:00Z"), "slow"));

        assertThat(message.path("status").asString()).isEqualTo("pending_retry");
        assertThat(message.path("next_attempt_at").asString()).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(message.path("retry_type").asString()).isEqualTo("slow");
        assertThat(message.path("last_error").asString()).isEqualTo("HTTP 503");
        assertThat(message.has("delivered_at")).isFalse();
    }

    @Test
    void the_status_follows_the_holder_and_the_pause_of_the_endpoint() {
        EndpointId paused = rows.endpoint();
        rows.pause(paused);
        UUID node = UUID.randomUUID();

        assertThat(get(rows.message(endpoint).queued()).path("status").asString())
                .isEqualTo("queued");
        assertThat(get(rows.message(paused).queued()).path("status").asString())
                .isEqualTo("paused");
        assertThat(get(rows.message(paused).delivering(node)).path("status").asString())
                .isEqualTo("delivering");
        assertThat(get(rows.message(endpoint).retrying(node)).path("status").asString())
                .isEqualTo("delivering");
        JsonNode failed = get(rows.message(endpoint).failed());
        assertThat(failed.path("status").asString()).isEqualTo("failed_permanent");
        assertThat(failed.has("failed_at")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "01935ABC-DEF0-7123-9ABC-DEF012345678", "1-2-3-4-5"})
    void text_that_is_no_id_is_not_found_and_has_no_attempts(String text) {
        assertThat(client.get("/v1/messages/" + text).key(KEY).send().code())
                .isEqualTo("NOT_FOUND");
        Exchange attempts = client.get("/v1/messages/" + text + "/attempts").key(KEY).send();
        assertThat(attempts.status()).isEqualTo(200);
        assertThat(attempts.data()).isEmpty();
    }

    @Test
    void what_is_a_strangers_is_not_there() {
        MessageRows strangers = MessageRows.ofStranger(app.jdbi());
        EndpointId theirs = strangers.endpoint();
        MessageId id = strangers.message(theirs).succeeded();
        strangers.attempt(id, theirs, 1, 200, new byte[] {1});

        assertThat(client.get("/v1/messages/" + id).key(KEY).send().status()).isEqualTo(404);
        assertThat(client.get("/v1/messages/" + id + "/attempts").key(KEY).send().data()).isEmpty();
        assertThat(
                        client.get("/v1/messages/" + id + "/attempts/1/response-body")
                                .key(KEY)
                                .send()
                                .status())
                .isEqualTo(404);
    }

    @Test
    void the_attempts_come_in_their_order_with_all_phases() {
        MessageId id = rows.message(endpoint).attempts(2).succeeded();
        rows.attempt(id, endpoint, 2, 200, null);
        rows.attempt(id, endpoint, 1, 503, "<script>".getBytes(StandardCharsets.UTF_8));

        Exchange answer = client.get("/v1/messages/" + id + "/attempts").key(KEY).send();

        assertThat(answer.json().at("/meta/has_more").asBoolean(true)).isFalse();
        assertThat(answer.data()).hasSize(2);
        JsonNode first = answer.data().path(0);
        assertThat(first.path("attempt_no").asInt()).isEqualTo(1);
        assertThat(first.path("error_text").asString()).isEqualTo("HTTP 503");
        assertThat(first.at("/explanation/kind").asString()).isEqualTo("unavailable");
        assertThat(first.path("retry_after_seconds").asInt()).isEqualTo(1800);
        assertThat(first.path("tls_handshake_ms").asInt()).isEqualTo(31);
        assertThat(first.at("/response_headers/Server").asString()).isEqualTo("example");
        JsonNode second = answer.data().path(1);
        assertThat(second.path("attempt_no").asInt()).isEqualTo(2);
        assertThat(second.has("error_text")).isFalse();
        assertThat(second.has("explanation")).isFalse();
        assertThat(second.has("response_body_url")).isFalse();

        Exchange body =
                client.get(
                                first.path("response_body_url")
                                        .asString()
                                        .substring(app.publicUrl().toString().length()))
                        .key(KEY)
                        .send();
        assertThat(body.text()).isEqualTo("<script>");
        assertThat(body.header("Content-Type")).contains("application/octet-stream");
        assertThat(body.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(body.header("Content-Disposition").orElseThrow()).startsWith("attachment");
        assertThat(
                        client.get("/v1/messages/" + id + "/attempts/2/response-body")
                                .key(KEY)
                                .send()
                                .code())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void attempts_are_paged_to_the_newest() {
        MessageId id = rows.message(endpoint).attempts(501).failed();
        rows.attempt(id, endpoint, 1, 503, null);
        rows.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                INSERT INTO attempt (environment_id, message_id, attempt_no, id, endpoint_id, started_at,
                                                     url, latency_ms, decision)
                                SELECT environment_id, message_id, n, gen_random_uuid(), endpoint_id, started_at,
                                       url, latency_ms, decision
                                  FROM attempt, generate_series(2, 500) AS n
                                 WHERE message_id = ?
                                """,
                                id.value()));
        String path = "/v1/messages/" + id + "/attempts";

        Exchange first = client.get(path).key(KEY).send();
        assertThat(first.data()).hasSize(200);
        assertThat(first.json().at("/meta/has_more").asBoolean()).isTrue();
        Exchange second = client.get(path + "?limit=200&cursor=" + next(first)).key(KEY).send();
        assertThat(second.data().path(0).path("attempt_no").asInt()).isEqualTo(201);
        Exchange last = client.get(path + "?cursor=" + next(second)).key(KEY).send();

        assertThat(last.data()).hasSize(101);
        assertThat(last.data().path(100).path("attempt_no").asInt()).isEqualTo(501);
        assertThat(last.json().at("/meta/has_more").asBoolean(true)).isFalse();
        assertThat(last.json().at("/meta/next_cursor").isNull()).isTrue();
    }

    private static String next(Exchange page) {
        return page.json().at("/meta/next_cursor").asString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "cursor=x", "cursor=AZNavN7wcSOavN7wEjRWeA"})
    void a_page_of_attempts_that_there_cannot_be_is_refused(String query) {
        MessageId id = rows.message(endpoint).succeeded();

        Exchange refused = client.get("/v1/messages/" + id + "/attempts?" + query).key(KEY).send();

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void an_attempt_is_shown_however_long_the_names_of_its_headers_are() {
        MessageId id = rows.message(endpoint).succeeded();
        rows.attempt(id, endpoint, 1, 200, null);
        String name = "X-" + "n".repeat(2_000);
        rows.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "UPDATE outcome SET response_headers = ? WHERE id = ?",
                                "{\"" + name + "\":\"v\"}",
                                id.value()));

        Exchange answer = client.get("/v1/messages/" + id + "/attempts").key(KEY).send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains(name);
    }

    @Test
    void the_payload_comes_back_byte_for_byte() {
        String json = "{ \"é\" : 1.50, \"a\":{}}";
        MessageId waiting = rows.message(endpoint).payload(json).pendingRetry(LATER, "slow");
        MessageId delivered = rows.message(endpoint).payload(json).succeeded();

        for (MessageId id : List.of(waiting, delivered)) {
            Exchange payload = client.get("/v1/messages/" + id + "/payload").key(KEY).send();

            assertThat(payload.status()).isEqualTo(200);
            assertThat(payload.text()).isEqualTo(json);
            assertThat(payload.header("Content-Type").orElseThrow()).startsWith("application/json");
            assertThat(payload.header("Cache-Control")).contains("no-store");
        }
    }

    @Test
    void a_payload_that_is_gone_says_why() {
        MessageId deleted = rows.message(endpoint).succeeded();
        client.delete("/v1/messages/" + deleted).key(KEY).send();
        MessageId swept = rows.message(endpoint).withoutPayload().succeeded();
        MessageId expired =
                rows.message(endpoint)
                        .createdAt(CREATED.minus(Duration.ofDays(40)))
                        .expiresAt(CREATED.minus(Duration.ofDays(10)))
                        .succeeded();
        rows.attempt(expired, endpoint, 1, 200, new byte[] {1});
        MessageRows strangers = MessageRows.ofStranger(app.jdbi());
        MessageId theirs = strangers.message(strangers.endpoint()).succeeded();

        assertThat(payload(deleted).status()).isEqualTo(410);
        assertThat(payload(deleted).code()).isEqualTo("PAYLOAD_UNAVAILABLE");
        assertThat(payload(swept).code()).isEqualTo("PAYLOAD_UNAVAILABLE");
        assertThat(payload(expired).status()).isEqualTo(410);
        assertThat(payload(expired).code()).isEqualTo("RETENTION_EXPIRED");
        assertThat(payload(theirs).code()).isEqualTo("NOT_FOUND");
        String attempts = "/v1/messages/" + expired + "/attempts";
        assertThat(client.get(attempts).key(KEY).send().data().path(0).has("response_body_url"))
                .isFalse();
        assertThat(client.get(attempts + "/1/response-body").key(KEY).send().code())
                .isEqualTo("NOT_FOUND");
    }

    private static Exchange payload(MessageId id) {
        return client.get("/v1/messages/" + id + "/payload").key(KEY).send();
    }

    @Test
    void the_free_plan_does_not_show_what_receivers_answered() {
        try (TestApp free = TestApp.start(Map.of("HOOKBRIDGE_ROLES", "api"))) {
            MessageRows its = MessageRows.of(free);
            EndpointId to = its.endpoint();
            MessageId id = its.message(to).succeeded();
            its.attempt(id, to, 1, 200, new byte[] {1});
            its.jdbi().useHandle(handle -> handle.execute("DELETE FROM subscription"));

            JsonNode attempt =
                    free.client()
                            .get("/v1/messages/" + id + "/attempts")
                            .key(KEY)
                            .send()
                            .data()
                            .path(0);

            assertThat(attempt.path("response_status").asInt()).isEqualTo(200);
            assertThat(attempt.has("response_body_url")).isFalse();
            assertThat(
                            free.client()
                                    .get("/v1/messages/" + id + "/attempts/1/response-body")
                                    .key(KEY)
                                    .send()
                                    .code())
                    .isEqualTo("FORBIDDEN");
        }
    }

    @Test
    void a_message_is_found_by_indexes_wherever_it_lies() {
        MessageId id =
                rows.message(endpoint).createdAt(CREATED.minus(Duration.ofDays(1))).succeeded();

        String plan =
                rows.jdbi()
                        .inTransaction(handle -> {
                            handle.execute("SET LOCAL enable_seqscan = off");
                            return MessageStore.views(handle).stream()
                                    .flatMap(view -> plan(handle, view, id).stream())
                                    .collect(Collectors.joining("\n"));
                        });

        assertThat(plan)
                .contains("queue_pkey", "outcome_default_pkey", "message_default_pkey")
                .doesNotContain("Seq Scan on outcome", "Seq Scan on message")
                .doesNotContainPattern("Sort Key: (?!node)");
    }

    private static List<String> plan(Handle handle, String view, MessageId id) {
        return handle.createQuery(
                        """
                        EXPLAIN SELECT * FROM %s WHERE environment_id = :environment AND id = ANY(:ids)
                        """
                                .formatted(view))
                .bind("environment", rows.environment().value())
                .bind("ids", new UUID[] {id.value()})
                .mapTo(String.class)
                .list();
    }
}
