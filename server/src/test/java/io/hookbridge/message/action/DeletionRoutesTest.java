package io.hookbridge.message.action;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.message.EngineSteps;
import io.hookbridge.message.MessageRows;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

@Tag("database")
class DeletionRoutesTest {

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
        rows.pause(endpoint);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static Exchange delete(MessageId id) {
        return client.delete("/v1/messages/" + id).key(KEY).send();
    }

    private static JsonNode get(MessageId id) {
        return client.get("/v1/messages/" + id).key(KEY).send().data();
    }

    /**
     * @param column of the message's id
     */
    private static int count(String table, String column, MessageId id) {
        return rows.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        "SELECT count(*) FROM "
                                                + table
                                                + " WHERE "
                                                + column
                                                + " = ?")
                                .bind(0, id.value())
                                .mapTo(Integer.class)
                                .one());
    }

    @Test
    void a_deleted_message_keeps_its_row_and_attempts_and_loses_payload_and_key() {
        MessageId id = rows.message(endpoint).key("freed").succeeded();

        Exchange deleted = delete(id);

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.data().path("message_id").asString()).isEqualTo(id.toString());
        assertThat(deleted.data().path("already_deleted").asBoolean(true)).isFalse();
        JsonNode message = get(id);
        assertThat(message.path("status").asString()).isEqualTo("succeeded");
        assertThat(message.path("deleted_at")).isEqualTo(deleted.data().path("deleted_at"));
        assertThat(message.path("deleted_by_api_key_id").asString()).matches("key_[0-9a-f]{32}");
        assertThat(message.has("deleted_by_user_id")).isFalse();
        assertThat(client.get("/v1/messages/" + id + "/attempts").key(KEY).send().data())
                .hasSize(1);
        assertThat(count("message", "id", id)).isZero();
        assertThat(count("idempotency_key", "message_id", id)).isZero();
        assertThat(app.audited("message.deleted")).contains("done");
    }

    @Test
    void what_receivers_answered_is_gone_with_the_payload() {
        MessageId id = rows.message(endpoint).failed();
        rows.attempt(id, endpoint, 1, 503, "busy".getBytes(StandardCharsets.UTF_8));
        String body = "/v1/messages/" + id + "/attempts/1/response-body";
        assertThat(client.get(body).key(KEY).send().text()).isEqualTo("busy");

        delete(id);

        assertThat(client.get(body).key(KEY).send().code()).isEqualTo("NOT_FOUND");
        JsonNode attempt =
                client.get("/v1/messages/" + id + "/attempts").key(KEY).send().data().path(0);
        assertThat(attempt.path("response_status").asInt()).isEqualTo(503);
        assertThat(attempt.has("response_body_url")).isFalse();
        assertThat(count("response_body", "message_id", id)).isZero();
    }

    @Test
    void a_message_that_is_deleted_while_paused_stays_paused() {
        MessageId id = rows.message(endpoint).queued();
        assertThat(get(id).path("status").asString()).isEqualTo("paused");

        delete(id);

        assertThat(get(id).path("status").asString()).isEqualTo("paused");
        JsonNode logged =
                client.get("/v1/logs?status=paused&endpoint_id=" + endpoint).key(KEY).send().data();
        assertThat(logged).anyMatch(entry -> isOf(entry, id) && entry.has("deleted_at"));
        assertThat(client.get("/v1/logs?endpoint_id=" + endpoint).key(KEY).send().data())
                .anyMatch(entry -> isOf(entry, id));
    }

    private static boolean isOf(JsonNode entry, MessageId id) {
        return entry.path("message_id").asString().equals(id.toString());
    }

    @Test
    void deleting_again_tells_when_it_was_deleted_and_changes_nothing() {
        MessageId id = rows.message(endpoint).failed();
        JsonNode first = delete(id).data();

        JsonNode second = delete(id).data();

        assertThat(second.path("already_deleted").asBoolean()).isTrue();
        assertThat(second.path("deleted_at")).isEqualTo(first.path("deleted_at"));
    }

    @Test
    void a_key_that_another_message_has_by_now_is_not_freed() {
        MessageId older = rows.message(endpoint).key("taken").succeeded();
        rows.jdbi()
                .useHandle(handle ->
                        handle.execute("DELETE FROM idempotency_key WHERE key = 'taken'"));
        MessageId newer = rows.message(endpoint).key("taken").succeeded();

        delete(older);

        assertThat(count("idempotency_key", "message_id", newer)).isEqualTo(1);
    }

    @Test
    void a_scheduled_retry_is_taken_off_and_the_state_is_kept() {
        MessageId id =
                rows.message(endpoint).pendingRetry(Instant.parse("2090-01-01T00:00:00Z"), "slow");

        delete(id);

        JsonNode message = get(id);
        assertThat(message.path("status").asString()).isEqualTo("pending_retry");
        assertThat(message.has("deleted_at")).isTrue();
        assertThat(message.has("next_attempt_at")).isFalse();
        assertThat(new EngineSteps(rows).claim(id)).isEmpty();
    }

    @Test
    void an_attempt_that_is_being_made_may_end_and_its_result_is_kept() throws Exception {
        EngineSteps engine = new EngineSteps(rows);
        MessageId claimed = rows.message(endpoint).queued();
        int fence = engine.claim(claimed).orElseThrow();

        for (MessageId id : List.of(claimed, rows.message(endpoint).delivering(engine.node()))) {
            JsonNode deleted = engine.acknowledging(() -> delete(id)).data();
            assertThat(get(id).path("status").asString()).isEqualTo("delivering");
            assertThat(delete(id).data().path("deleted_at")).isEqualTo(deleted.path("deleted_at"));

            assertThat(engine.succeed(id, id.equals(claimed) ? fence : EngineSteps.UNDER_WAY))
                    .isTrue();
            JsonNode message = get(id);
            assertThat(message.path("status").asString()).isEqualTo("succeeded");
            assertThat(message.path("deleted_at")).isEqualTo(deleted.path("deleted_at"));
        }
    }

    @Test
    void a_list_is_deleted_line_by_line() {
        MessageId present = rows.message(endpoint).queued();
        MessageId before = rows.message(endpoint).failed();
        delete(before);

        Exchange answer =
                client.post("/v1/messages/delete-batch")
                        .key(KEY)
                        .json(
                                Map.of(
                                        "message_ids",
                                        List.of(
                                                before.toString(),
                                                "nonsense",
                                                present.toString(),
                                                present.toString())))
                        .send();

        JsonNode results = answer.data().path("results");
        assertThat(results).hasSize(3);
        assertThat(results.path(0).path("outcome").asString()).isEqualTo("already_deleted");
        assertThat(results.path(1).path("outcome").asString()).isEqualTo("not_found");
        assertThat(results.path(1).has("deleted_at")).isFalse();
        assertThat(results.path(2).path("outcome").asString()).isEqualTo("deleted");
        assertThat(answer.data().path("deleted_count").asInt()).isEqualTo(1);
        assertThat(answer.data().path("already_deleted_count").asInt()).isEqualTo(1);
        assertThat(answer.data().path("not_found_count").asInt()).isEqualTo(1);
        assertThat(get(present).has("deleted_at")).isTrue();
    }

    @Test
    void strangers_messages_cannot_be_deleted() {
        MessageRows strangers = MessageRows.ofStranger(app.jdbi());
        MessageId id = strangers.message(strangers.endpoint()).succeeded();

        assertThat(delete(id).code()).isEqualTo("NOT_FOUND");
        assertThat(
                        client.post("/v1/messages/delete-batch")
                                .key(KEY)
                                .json(Map.of("message_ids", List.of(id.toString())))
                                .send()
                                .data()
                                .path("not_found_count")
                                .asInt())
                .isEqualTo(1);
        assertThat(count("message", "id", id)).isEqualTo(1);
    }
}
