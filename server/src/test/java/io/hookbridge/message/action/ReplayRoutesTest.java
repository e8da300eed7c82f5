package io.hookbridge.message.action;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.message.MessageRows;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

@Tag("database")
class ReplayRoutesTest {

    private static final Instant LATER = Instant.parse("2090-01-01T00:00:00Z");

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

    private static Exchange post(MessageId id, String action) {
        return client.post("/v1/messages/" + id + "/" + action).key(KEY).send();
    }

    private static JsonNode get(MessageId id) {
        return client.get("/v1/messages/" + id).key(KEY).send().data();
    }

    @Test
    void a_delivered_message_is_queued_again_and_keeps_its_history() {
        MessageId id = rows.message(endpoint).attempts(3).key("kept").succeeded();

        Exchange replayed = post(id, "replay");

        assertThat(replayed.status()).isEqualTo(200);
        assertThat(replayed.json().path("message").asString())
                .isEqualTo("Message queued for replay");
        assertThat(replayed.data().path("message_id").asString()).isEqualTo(id.toString());
        assertThat(replayed.data().path("status").asString()).isEqualTo("queued");
        JsonNode message = get(id);
        assertThat(message.path("status").asString()).isEqualTo("paused");
        assertThat(message.path("attempt_count").asInt()).isEqualTo(3);
        assertThat(message.path("replay_count").asInt()).isEqualTo(1);
        assertThat(message.path("idempotency_key").asString()).isEqualTo("kept");
        assertThat(message.has("delivered_at")).isFalse();
        assertThat(row(id, "attempts_before")).isEqualTo(3);
        assertThat(row(id, "fence")).isEqualTo(2);
        assertThat(app.audited("message.replayed")).contains("done");
    }

    private static int row(MessageId id, String column) {
        return rows.jdbi()
                .withHandle(handle ->
                        handle.createQuery("SELECT " + column + " FROM queue WHERE id = ?")
                                .bind(0, id.value())
                                .mapTo(Integer.class)
                                .one());
    }

    @Test
    void what_is_on_its_way_is_not_replayed() {
        assertThat(post(rows.message(endpoint).queued(), "replay").code())
                .isEqualTo("DELIVERY_IN_PROGRESS");
        assertThat(post(rows.message(endpoint).delivering(UUID.randomUUID()), "replay").code())
                .isEqualTo("DELIVERY_IN_PROGRESS");
        Exchange fast = post(rows.message(endpoint).pendingRetry(LATER, "fast"), "replay");
        assertThat(fast.status()).isEqualTo(409);
        assertThat(fast.code()).isEqualTo("RETRY_IN_PROGRESS");
    }

    @Test
    void a_message_that_waits_for_a_slow_retry_is_replayed() {
        MessageId id = rows.message(endpoint).attempts(4).pendingRetry(LATER, "slow");

        assertThat(post(id, "replay").status()).isEqualTo(200);

        assertThat(get(id).path("status").asString()).isEqualTo("paused");
        assertThat(get(id).has("retry_type")).isFalse();
        assertThat(row(id, "attempts_before")).isEqualTo(4);
        assertThat(row(id, "fence")).isEqualTo(2);
    }

    @Test
    void without_a_payload_there_is_no_replay() {
        Instant past = Instant.now().minusSeconds(1);
        Exchange expired = post(rows.message(endpoint).expiresAt(past).failed(), "replay");
        assertThat(expired.status()).isEqualTo(410);
        assertThat(expired.code()).isEqualTo("RETENTION_EXPIRED");
        Exchange gone = post(rows.message(endpoint).withoutPayload().succeeded(), "replay");
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.code()).isEqualTo("PAYLOAD_UNAVAILABLE");
        MessageId deleted = rows.message(endpoint).failed();
        client.delete("/v1/messages/" + deleted).key(KEY).send();
        assertThat(post(deleted, "replay").code()).isEqualTo("PAYLOAD_UNAVAILABLE");
    }

    @Test
    void the_eleventh_replay_is_refused_except_for_a_dead_letter() {
        MessageId id = rows.message(endpoint).replays(10).failed();

        Exchange refused = post(id, "replay");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("REPLAY_LIMIT_EXCEEDED");
        assertThat(refused.header("Retry-After")).isEmpty();

        Exchange replayed = client.post("/v1/dlq/replay/" + id).key(KEY).send();
        assertThat(replayed.status()).isEqualTo(200);
        assertThat(get(id).path("replay_count").asInt()).isEqualTo(11);
        assertThat(post(rows.message(endpoint).replays(9).failed(), "replay").status())
                .isEqualTo(200);
    }

    @Test
    void nothing_is_replayed_to_an_endpoint_that_was_deleted() {
        EndpointId deleted = rows.endpoint();
        MessageId id = rows.message(deleted).failed();
        rows.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "UPDATE endpoint SET deleted_at = now() WHERE id = ?",
                                deleted.value()));

        Exchange refused = post(id, "replay");

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.code()).isEqualTo("ENDPOINT_NOT_FOUND");
    }

    @Test
    void a_retry_is_brought_forward() {
        MessageId id = rows.message(rows.endpoint()).pendingRetry(LATER, "slow");

        Exchange retried = post(id, "retry-now");

        assertThat(retried.status()).isEqualTo(200);
        assertThat(retried.json().path("message").asString())
                .isEqualTo("Retry scheduled for immediate pickup");
        assertThat(retried.data().path("message_id").asString()).isEqualTo(id.toString());
        assertThat(retried.data().path("status").asString()).isEqualTo("pending_retry");
        assertThat(Instant.parse(retried.data().path("next_attempt_at").asString()))
                .isBefore(Instant.now().plus(Duration.ofSeconds(1)));
        assertThat(app.audited("message.retried")).contains("done");
    }

    @Test
    void a_retry_is_cancelled_and_the_message_is_a_dead_letter() {
        MessageId id = rows.message(endpoint).pendingRetry(LATER, "fast");

        Exchange cancelled = post(id, "cancel");

        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.data().path("message_id").asString()).isEqualTo(id.toString());
        assertThat(cancelled.data().path("status").asString()).isEqualTo("failed_permanent");
        assertThat(cancelled.data().path("last_error").asString())
                .isEqualTo("cancelled on request, after: HTTP 503");
        assertThat(client.get("/v1/dlq/messages").key(KEY).send().text()).contains(id.toString());
        assertThat(app.audited("message.cancelled")).contains("done");
    }

    @Test
    void a_retry_of_a_paused_endpoint_is_said_to_wait_for_the_resumption() {
        EndpointId paused = rows.endpoint();
        MessageId id = rows.message(paused).pendingRetry(LATER, "slow");
        client.post("/v1/endpoints/" + paused + "/pause").key(KEY).send();

        Exchange retried = post(id, "retry-now");

        assertThat(retried.status()).isEqualTo(200);
        assertThat(retried.json().path("message").asString())
                .isEqualTo("Retry scheduled for when the endpoint is resumed");
        Exchange resumed = client.post("/v1/endpoints/" + paused + "/resume").key(KEY).send();
        assertThat(resumed.data().path("messages_requeued").asInt()).isEqualTo(1);
    }

    @Test
    void only_a_pending_retry_is_brought_forward_or_cancelled() {
        List<MessageId> others =
                List.of(
                        rows.message(endpoint).queued(),
                        rows.message(endpoint).succeeded(),
                        rows.message(endpoint).failed(),
                        rows.message(endpoint).retrying(UUID.randomUUID()));
        for (MessageId id : others) {
            for (String action : List.of("retry-now", "cancel")) {
                Exchange refused = post(id, action);
                assertThat(refused.status()).isEqualTo(400);
                assertThat(refused.code()).isEqualTo("INVALID_STATUS");
            }
        }
        assertThat(post(others.get(1), "cancel").message())
                .isEqualTo("Message is not in pending_retry status (current: succeeded)");
        MessageId deleted = rows.message(endpoint).pendingRetry(LATER, "slow");
        client.delete("/v1/messages/" + deleted).key(KEY).send();
        assertThat(post(deleted, "retry-now").message()).contains("(current: deleted)");
    }

    @Test
    void strangers_messages_cannot_be_touched() {
        MessageRows strangers = MessageRows.ofStranger(app.jdbi());
        EndpointId theirs = strangers.endpoint();
        MessageId failed = strangers.message(theirs).failed();
        MessageId waiting = strangers.message(theirs).pendingRetry(LATER, "slow");
        for (MessageId id : List.of(failed, waiting)) {
            for (String action : List.of("replay", "retry-now", "cancel")) {
                assertThat(post(id, action).code()).isEqualTo("NOT_FOUND");
            }
            assertThat(client.post("/v1/dlq/replay/" + id).key(KEY).send().code())
                    .isEqualTo("NOT_FOUND");
        }
        Exchange batch =
                client.post("/v1/messages/replay-batch")
                        .key(KEY)
                        .json(Map.of("message_ids", List.of(failed.toString())))
                        .send();
        assertThat(batch.data().at("/results/0/status").asString()).isEqualTo("failed");
        assertThat(batch.data().at("/results/0/code").asString()).isEqualTo("NOT_FOUND");
        assertThat(
                        client.post(
                                        "/v1/messages/replay-all?status=failed_permanent&endpoint_id="
                                                + theirs)
                                .key(KEY)
                                .send()
                                .data()
                                .path("replayed")
                                .asInt())
                .isZero();
    }

    @Test
    void a_list_is_replayed_line_by_line() {
        MessageId good = rows.message(endpoint).failed();
        MessageId stuck = rows.message(endpoint).queued();
        MessageId gone = rows.message(endpoint).withoutPayload().failed();

        Exchange answer =
                client.post("/v1/messages/replay-batch")
                        .key(KEY)
                        .json(
                                Map.of(
                                        "message_ids",
                                        List.of(
                                                gone.toString(),
                                                good.toString(),
                                                "nonsense",
                                                stuck.toString(),
                                                good.toString())))
                        .send();

        assertThat(answer.json().path("message").asString()).isEqualTo("1 messages replayed");
        assertThat(answer.data().path("replayed").asInt()).isEqualTo(1);
        assertThat(answer.data().path("failed").asInt()).isEqualTo(2);
        assertThat(answer.data().path("stuck").asInt()).isEqualTo(1);
        JsonNode results = answer.data().path("results");
        assertThat(results).hasSize(4);
        assertThat(results.path(0).path("code").asString()).isEqualTo("PAYLOAD_UNAVAILABLE");
        assertThat(results.path(1).path("message_id").asString()).isEqualTo(good.toString());
        assertThat(results.path(1).path("status").asString()).isEqualTo("replayed");
        assertThat(results.path(2).path("error").asString()).isEqualTo("Message not found");
        assertThat(results.path(3).path("status").asString()).isEqualTo("stuck");
        assertThat(get(good).path("replay_count").asInt()).isEqualTo(1);
    }

    @Test
    void a_list_has_one_to_a_hundred_messages() {
        for (List<String> ids :
                List.of(
                        List.<String>of(),
                        IntStream.range(0, 101).mapToObj(Integer::toString).toList(),
                        List.of("x".repeat(256)))) {
            for (String action : List.of("replay-batch", "delete-batch")) {
                assertThat(
                                client.post("/v1/messages/" + action)
                                        .key(KEY)
                                        .json(Map.of("message_ids", ids))
                                        .send()
                                        .code())
                        .isEqualTo("INVALID_REQUEST");
            }
        }
    }
}
