package io.hookbridge.message.bulk;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.message.EngineSteps;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.action.Deletions;
import io.hookbridge.message.action.Replays;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

@Tag("database")
class BulkRoutesTest {

    private static final Instant CREATED = Instant.parse("2026-11-22T09:30:00Z");

    /** Before all that other tests create. */
    private static final Instant BEFORE = Instant.parse("2026-11-20T00:00:00Z");

    private static TestApp app;
    private static CheckedHttpClient client;
    private static MessageRows rows;
    private EndpointId endpoint;

    @BeforeAll
    static void start() {
        app = TestApp.start(Map.of("HOOKBRIDGE_ROLES", "api"));
        client = app.client();
        rows = MessageRows.of(app);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    /** Paused, so that no engine takes the messages away. */
    @BeforeEach
    void makeEndpoint() {
        endpoint = rows.endpoint();
        rows.pause(endpoint);
    }

    private Exchange post(String action, String query) {
        return client.post("/v1/messages/" + action + "?endpoint_id=" + endpoint + "&" + query)
                .key(KEY)
                .send();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asString).toList();
    }

    private MessageId failedAt(Instant created) {
        return rows.message(endpoint).createdAt(created).failed();
    }

    private void failed(int count) {
        rows.jdbi()
                .useTransaction(_ ->
                        IntStream.range(0, count).forEach(n -> failedAt(CREATED.plusSeconds(n))));
    }

    @Test
    void all_messages_in_a_state_are_replayed_the_oldest_first_up_to_the_limit() {
        String without =
                rows.message(endpoint).createdAt(CREATED).withoutPayload().failed().toString();
        List<String> failed = new ArrayList<>();
        for (int n = 1; n < 5; n++) {
            failed.add(failedAt(CREATED.plusSeconds(n)).toString());
        }
        rows.message(endpoint).createdAt(CREATED).succeeded();

        Exchange first = post("replay-all", "status=failed_permanent&limit=3");
        Exchange second = post("replay-all", "status=failed_permanent");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().path("message").asString())
                .isEqualTo("3 messages queued for replay");
        assertThat(first.data().path("replayed").asInt()).isEqualTo(3);
        assertThat(texts(first.data().path("replayed_message_ids")))
                .isEqualTo(failed.subList(0, 3));
        assertThat(first.data().path("failed").asInt()).isEqualTo(1);
        JsonNode line = first.data().path("failed_messages").path(0);
        assertThat(line.path("message_id").asString()).isEqualTo(without);
        assertThat(line.path("code").asString()).isEqualTo("PAYLOAD_UNAVAILABLE");
        assertThat(line.path("error").asString())
                .isEqualTo("the payload was removed after the delivery");
        assertThat(first.json().at("/meta/has_more").asBoolean()).isTrue();
        assertThat(texts(second.data().path("replayed_message_ids")))
                .isEqualTo(failed.subList(3, 4));
        assertThat(second.data().path("failed").asInt()).isEqualTo(1);
        assertThat(second.json().at("/meta/has_more").asBoolean()).isFalse();
        assertThat(app.audited("messages.replayed")).contains("started", "done");
    }

    @Test
    void what_cannot_be_replayed_is_in_nobodys_way() {
        EndpointId deleted = rows.endpoint();
        rows.jdbi()
                .useTransaction(handle -> {
                    for (int n = 0; n < 100; n++) {
                        rows.message(deleted).createdAt(BEFORE.plusSeconds(n)).failed();
                    }
                    handle.execute(
                            "UPDATE endpoint SET deleted_at = now() WHERE id = ?", deleted.value());
                });
        String good = failedAt(BEFORE.plusSeconds(100)).toString();
        String query =
                "/v1/messages/replay-all?status=failed_permanent&limit=1&created_before="
                        + BEFORE.plusSeconds(200);

        Exchange dry = client.post(query + "&dry_run=true").key(KEY).send();
        Exchange real = client.post(query).key(KEY).send();

        assertThat(dry.data().path("matching").asInt()).isEqualTo(1);
        assertThat(dry.data().path("failed").asInt()).isEqualTo(100);
        assertThat(dry.data().path("replayed").asInt()).isZero();
        assertThat(texts(real.data().path("replayed_message_ids"))).containsExactly(good);
        assertThat(real.data().path("failed_messages"))
                .isEqualTo(dry.data().path("failed_messages"));
        assertThat(real.data().path("failed_messages"))
                .hasSize(100)
                .allSatisfy(line ->
                        assertThat(line.path("code").asString()).isEqualTo("ENDPOINT_NOT_FOUND"));
    }

    @Test
    void a_cursor_goes_on_after_what_was_looked_at() {
        rows.message(endpoint).createdAt(CREATED).withoutPayload().failed();
        String one = failedAt(CREATED.plusSeconds(1)).toString();
        String other = failedAt(CREATED.plusSeconds(2)).toString();

        for (String dryRun : List.of("true", "false")) {
            Exchange first =
                    post("replay-all", "status=failed_permanent&limit=1&dry_run=" + dryRun);
            String cursor = first.json().at("/meta/next_cursor").asString();
            Exchange second =
                    post(
                            "replay-all",
                            "status=failed_permanent&dry_run=" + dryRun + "&cursor=" + cursor);

            assertThat(first.data().path("failed").asInt()).isEqualTo(1);
            assertThat(second.data().path("failed").asInt()).isZero();
            assertThat(second.json().at("/meta/has_more").asBoolean()).isFalse();
            boolean dry = dryRun.equals("true");
            assertThat(texts(first.data().path("replayed_message_ids")))
                    .isEqualTo(dry ? List.of() : List.of(one));
            assertThat(texts(second.data().path("replayed_message_ids")))
                    .isEqualTo(dry ? List.of() : List.of(other));
        }
        assertThat(post("replay-all", "status=failed_permanent&cursor=x").code())
                .isEqualTo("INVALID_REQUEST");
    }

    @Test
    void messages_on_their_way_are_stuck() {
        String waiting = rows.message(endpoint).queued().toString();
        String retrying =
                rows.message(endpoint)
                        .pendingRetry(Instant.parse("2090-01-01T00:00:00Z"), "fast")
                        .toString();

        JsonNode data = post("replay-all", "status=paused,pending_retry").data();

        assertThat(data.path("replayed").asInt()).isZero();
        assertThat(data.path("stuck").asInt()).isEqualTo(2);
        assertThat(texts(data.path("stuck_message_ids")))
                .containsExactlyInAnyOrder(waiting, retrying);
    }

    @Test
    void messages_of_a_time_are_deleted() {
        List<String> ids =
                IntStream.range(0, 5)
                        .mapToObj(n -> failedAt(CREATED.plusSeconds(n)).toString())
                        .toList();
        String after = URLEncoder.encode("2026-11-22T10:30:01+01:00", StandardCharsets.UTF_8);

        Exchange deleted =
                post(
                        "delete-all",
                        "created_after=" + after + "&created_before=2026-11-22T09:30:03Z");

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.json().has("error")).isFalse();
        assertThat(deleted.data().path("deleted").asInt()).isEqualTo(2);
        assertThat(texts(deleted.data().path("deleted_message_ids"))).isEqualTo(ids.subList(1, 3));
        assertThat(texts(post("delete-all", "").data().path("deleted_message_ids")))
                .containsExactly(ids.get(0), ids.get(3), ids.get(4));
        assertThat(post("delete-all", "").data().path("deleted").asInt()).isZero();
        assertThat(app.audited("messages.deleted")).contains("started", "done");
    }

    @Test
    void messages_in_every_state_are_deleted_in_more_than_one_part() throws Exception {
        EngineSteps engine = new EngineSteps(rows);
        failed(120);
        rows.message(endpoint).queued();
        rows.message(endpoint).delivering(engine.node());
        rows.message(endpoint).pendingRetry(CREATED, "slow");
        rows.message(endpoint).succeeded();

        Exchange deleted = engine.acknowledging(() -> post("delete-all", ""));

        assertThat(deleted.data().path("deleted").asInt()).isEqualTo(124);
    }

    @Test
    void a_dry_run_counts_and_does_nothing() {
        MessageId id = failedAt(CREATED);
        failedAt(CREATED);

        Exchange replay = post("replay-all", "status=failed_permanent&dry_run=true");
        Exchange delete = post("delete-all", "limit=1&dry_run=true");

        assertThat(replay.data().path("matching").asInt()).isEqualTo(2);
        assertThat(replay.data().path("replayed").asInt()).isZero();
        assertThat(delete.data().path("matching").asInt()).isEqualTo(1);
        JsonNode message = client.get("/v1/messages/" + id).key(KEY).send().data();
        assertThat(message.path("status").asString()).isEqualTo("failed_permanent");
        assertThat(message.has("deleted_at")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=5",
                "status=",
                "status=lost",
                "status=failed_permanent,",
                "status=failed_permanent&limit=1001",
                "status=failed_permanent&limit=0",
                "status=failed_permanent&dry_run=yes",
                "status=failed_permanent&created_after=yesterday"
            })
    void a_query_that_makes_no_sense_is_refused(String query) {
        assertThat(post("replay-all", query).code()).isEqualTo("INVALID_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete-all?endpointId=ep_0&dryRun=true",
                "delete-all?dry_run=false&dry_run=true",
                "delete-all?state=failed_permanent",
                "delete-all?status=",
                "replay-all?status=succeeded&endpointId=ep_0",
                "replay-all?status=failed_permanent&status[]=succeeded",
                "replay-all?status=failed_permanent&limit=1&limit=1"
            })
    void a_misspelt_filter_widens_nothing(String actionAndQuery) {
        MessageId failed = failedAt(CREATED);
        MessageId succeeded = rows.message(endpoint).succeeded();

        Exchange refused =
                client.post(
                                "/v1/messages/"
                                        + actionAndQuery.replace("[", "%5B").replace("]", "%5D"))
                        .key(KEY)
                        .send();

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
        assertUntouched(failed, "failed_permanent");
        assertUntouched(succeeded, "succeeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete-all", "replay-all?status=failed_permanent"})
    void a_filter_in_the_body_widens_nothing(String actionAndQuery) {
        MessageId failed = failedAt(CREATED);

        Exchange refused =
                client.post("/v1/messages/" + actionAndQuery)
                        .key(KEY)
                        .json(Map.of("endpoint_id", endpoint.toString()))
                        .send();

        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
        assertThat(refused.message()).contains("\"endpoint_id\"");
        assertUntouched(failed, "failed_permanent");
    }

    private static void assertUntouched(MessageId id, String status) {
        JsonNode message = client.get("/v1/messages/" + id).key(KEY).send().data();
        assertThat(message.path("status").asString()).isEqualTo(status);
        assertThat(message.path("replay_count").asInt()).isZero();
        assertThat(message.has("deleted_at")).isFalse();
    }

    @Test
    void an_endpoint_id_that_is_none_is_refused() {
        assertThat(client.post("/v1/messages/delete-all?endpoint_id=all").key(KEY).send().code())
                .isEqualTo("INVALID_REQUEST");
    }

    @Test
    void what_a_failing_database_leaves_undone_is_told_beside_what_was_done() {
        failed(150);
        failWhenDeleted(failedAt(CREATED.plusSeconds(120)));
        try {
            Exchange deleted = post("delete-all", "");

            assertThat(deleted.status()).isEqualTo(200);
            assertThat(deleted.data().path("deleted").asInt()).isEqualTo(100);
            assertThat(texts(deleted.data().path("deleted_message_ids"))).hasSize(100);
            assertThat(deleted.json().at("/error/code").asString())
                    .isEqualTo("PARTIAL_DELETE_FAILURE");
            Exchange nothing = post("delete-all", "created_after=2026-11-22T09:32:00Z");
            assertThat(nothing.data().path("deleted").asInt()).isZero();
            assertThat(nothing.json().at("/error/code").asString()).isEqualTo("DELETE_FAILED");
        } finally {
            rows.jdbi()
                    .useHandle(
                            handle -> handle.execute("ALTER TABLE outcome DROP CONSTRAINT refuse"));
        }
    }

    @Test
    void a_replay_that_is_refused_is_not_done_later() {
        MessageId id = failedAt(CREATED);
        Exchange refused = whileNotQueued(id, () -> post("replay-all", "status=failed_permanent"));
        Exchange repeated = post("replay-all", "status=failed_permanent");
        failAgain(List.of(id.toString()));
        later().step();

        assertThat(refused.status()).isEqualTo(500);
        assertThat(repeated.data().path("replayed").asInt()).isEqualTo(1);
        assertThat(replayCount(id.toString())).isEqualTo(1);
    }

    @Test
    void what_follows_leaves_out_what_another_request_has_replayed_meanwhile() {
        failed(110);
        MessageId last = failedAt(CREATED.plusSeconds(120));
        String query = "status=failed_permanent&limit=1000";
        Exchange part = whileNotQueued(last, () -> post("replay-all", query));
        List<String> others = texts(post("replay-all", query).data().path("replayed_message_ids"));
        failAgain(others);
        later().step();

        assertThat(part.json().path("message").asString())
                .isEqualTo("100 messages queued for replay, the others will follow");
        assertThat(others).hasSize(11).last().isEqualTo(last.toString());
        assertThat(others).allSatisfy(id -> assertThat(replayCount(id)).isEqualTo(1));
    }

    /** Does something while the message cannot come into the queue. */
    private static Exchange whileNotQueued(MessageId id, Supplier<Exchange> work) {
        rows.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "ALTER TABLE queue ADD CONSTRAINT refuse CHECK (id <> '%s') NOT VALID"
                                        .formatted(id)));
        try {
            return work.get();
        } finally {
            rows.jdbi()
                    .useHandle(
                            handle -> handle.execute("ALTER TABLE queue DROP CONSTRAINT refuse"));
        }
    }

    private static void failAgain(List<String> ids) {
        EngineSteps engine = new EngineSteps(rows);
        for (String id : ids) {
            MessageId message = MessageId.parse(id).orElseThrow();
            assertThat(engine.giveUp(message, engine.claim(message).orElseThrow())).isTrue();
        }
    }

    private static int replayCount(String id) {
        return client.get("/v1/messages/" + id).key(KEY).send().data().path("replay_count").asInt();
    }

    /** A server that takes over what others work on now. */
    private static BulkActions later() {
        InstantSource clock =
                InstantSource.offset(
                        InstantSource.system(), BulkActions.LEASE.plus(Duration.ofSeconds(1)));
        Uuid7 ids = new Uuid7(clock);
        return new BulkActions(
                rows.jdbi(),
                ids,
                clock,
                new Replays(rows.jdbi(), ids, clock, _ -> {}),
                new Deletions(rows.jdbi(), ids, clock, System::nanoTime, () -> {}));
    }

    private static void failWhenDeleted(MessageId id) {
        rows.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "ALTER TABLE outcome ADD CONSTRAINT refuse CHECK (id <> '%s') NOT VALID"
                                        .formatted(id)));
    }
}
