package io.hookbridge.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

@Tag("database")
class MovesTest {

    private static final Instant CREATED = Instant.parse("2026-11-22T09:30:59.999Z");
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Actor BY = new Actor(Actor.Kind.API_KEY, "key_1");

    private static TestDatabase database;
    private static MessageRows rows;
    private static EndpointId endpoint;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        rows = MessageRows.ofStranger(Jdbi.create(database.dataSource()));
        endpoint = rows.endpoint();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void nothing_is_there() {
        rows.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "TRUNCATE message, queue, outcome, mark, attempt, response_body"));
    }

    private static MessageRows.Draft draft() {
        return rows.message(endpoint).createdAt(CREATED);
    }

    /** The counts that a move adds; each row is of one minute. */
    private static List<String> counted(Consumer<Handle> move) {
        return rows.jdbi()
                .inTransaction(handle -> {
                    handle.execute("TRUNCATE message_count_change");
                    move.accept(handle);
                    return handle.createQuery(
                                    """
                                    SELECT concat_ws(' ', to_char(minute AT TIME ZONE 'UTC', 'HH24:MI:SS'),
                                                     'succeeded', succeeded, 'failed', failed, 'deleted', deleted,
                                                     'retrying', retrying)
                                      FROM message_count_entry
                                     ORDER BY minute
                                    """)
                            .mapTo(String.class)
                            .list();
                });
    }

    private static Message find(Handle handle, MessageId id) {
        return MessageStore.find(handle, rows.environment(), Direction.OUTBOUND, id).orElseThrow();
    }

    private static Moves.Key key(MessageId id) {
        return new Moves.Key(rows.environment(), id);
    }

    @Test
    void messages_of_one_minute_are_counted_together_in_the_minute_of_their_creation() {
        MessageId one = draft().queued();
        MessageId other = draft().pendingRetry(NOW, "slow");
        MessageId later = draft().createdAt(CREATED.plusMillis(1)).queued();

        assertThat(
                        counted(handle ->
                                Moves.giveUp(
                                        handle,
                                        List.of(key(one), key(other), key(later)),
                                        "why not",
                                        NOW)))
                .containsExactly(
                        "09:30:00 succeeded 0 failed 2 deleted 0 retrying -1",
                        "09:31:00 succeeded 0 failed 1 deleted 0 retrying 0");
        Message given = rows.jdbi().withHandle(handle -> find(handle, other));
        assertThat(given.status()).isEqualTo(MessageStatus.FAILED_PERMANENT);
        assertThat(given.lastError()).isEqualTo("why not");
        assertThat(given.finishedAt()).isEqualTo(NOW);
        assertThat(given.responseStatus()).isEqualTo(503);
    }

    @Test
    void what_a_node_has_in_its_hands_is_not_given_up() {
        MessageId held = draft().retrying(UUID.randomUUID());
        MessageId underWay = draft().delivering(UUID.randomUUID());

        assertThat(
                        counted(handle ->
                                Moves.giveUp(handle, List.of(key(held), key(underWay)), "", NOW)))
                .isEmpty();
    }

    @Test
    void a_requeued_message_goes_on_from_its_fence_and_begins_its_schedule_anew() {
        MessageId failed = draft().attempts(8).replays(2).failed();
        MessageId succeeded = draft().succeeded();
        MessageId retrying = draft().pendingRetry(NOW.plusSeconds(60), "slow");

        assertThat(
                        counted(handle ->
                                Moves.requeue(
                                        handle,
                                        rows.environment(),
                                        List.of(
                                                find(handle, failed),
                                                find(handle, succeeded),
                                                find(handle, retrying)),
                                        NOW)))
                .containsExactly("09:30:00 succeeded -1 failed -1 deleted 0 retrying -1");
        List<String> queued =
                rows.jdbi()
                        .withHandle(handle ->
                                handle.createQuery(
                                                """
                                                SELECT concat_ws(' ', status, fence, attempt_count, attempts_before,
                                                                 replay_count, due_at <= now())
                                                  FROM queue
                                                 ORDER BY attempt_count DESC
                                                """)
                                        .mapTo(String.class)
                                        .list());
        assertThat(queued)
                .containsExactly("queued 2 8 8 3 t", "queued 2 1 1 1 t", "queued 2 1 1 1 t");
    }

    @Test
    void the_mean_time_to_delivery_is_that_of_what_was_answered_by_who_listens() {
        List<Taken> taken = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            taken.add(taken(draft().queued(), null));
        }
        MessageId answered = rows.message(endpoint).createdAt(NOW.minusSeconds(2)).queued();
        taken.add(taken(answered, 204));
        taken.add(taken(rows.message(endpoint).createdAt(NOW.minusSeconds(9)).queued(), 500));

        assertThat(deliveries(handle -> Moves.take(handle, taken, NOW)))
                .isEqualTo("2000 ms of 1 answers");
        assertThat(
                        deliveries(handle ->
                                Moves.take(
                                        handle, List.of(taken(answered, 200)), NOW.plusSeconds(1))))
                .as("by another listener")
                .isEqualTo("3000 ms of 1 answers");
        assertThat(
                        deliveries(handle ->
                                Moves.take(
                                        handle,
                                        List.of(taken(taken.getFirst().id(), 200)),
                                        CREATED.plusSeconds(4))))
                .as("told later than it was taken")
                .isEqualTo("4000 ms of 1 answers");
    }

    private static String deliveries(Consumer<Handle> move) {
        return rows.jdbi()
                .inTransaction(handle -> {
                    handle.execute("TRUNCATE message_count_change");
                    move.accept(handle);
                    return handle.createQuery(
                                    """
                                    SELECT concat(sum(delivery_ms), ' ms of ', sum(answered_2xx), ' answers')
                                      FROM message_count_entry
                                    """)
                            .mapTo(String.class)
                            .one();
                });
    }

    /**
     * @param status null if nothing is known of it
     */
    private static Taken taken(MessageId id, @Nullable Integer status) {
        return new Taken(
                rows.environment(),
                TargetId.of(endpoint),
                id,
                1,
                status == null ? null : result(status));
    }

    private static Taken.Result result(int status) {
        return new Taken.Result(
                new Uuid7(InstantSource.system()).next(),
                NOW,
                status,
                5,
                status == 500 ? "HTTP 500" : null);
    }

    @Test
    void the_attempt_that_ended_a_message_is_one_among_others_after_a_replay() {
        MessageId id = draft().attempts(3).failed();
        List<String> before = attempts(id);

        rows.jdbi()
                .useTransaction(handle ->
                        Moves.requeue(handle, rows.environment(), List.of(find(handle, id)), NOW));

        assertThat(before).hasSize(1);
        assertThat(attempts(id)).isEqualTo(before);
        assertThat(count("attempt")).isEqualTo(1);
    }

    private static List<String> attempts(MessageId id) {
        return rows.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT a::text FROM attempt_view a WHERE message_id = ? ORDER BY attempt_no
                                        """)
                                .bind(0, id.value())
                                .mapTo(String.class)
                                .list());
    }

    @Test
    void a_deleted_message_keeps_the_state_that_was_seen_and_stays_where_a_node_has_it() {
        MessageId held = draft().retrying(UUID.randomUUID());
        MessageId underWay = draft().delivering(UUID.randomUUID());
        MessageId queued = draft().queued();
        MessageId succeeded = draft().succeeded();
        List<MessageId> all = List.of(held, underWay, queued, succeeded);

        assertThat(counted(handle -> delete(handle, all)))
                .containsExactly("09:30:00 succeeded 0 failed 0 deleted 1 retrying 0");
        rows.jdbi()
                .useHandle(handle -> {
                    assertThat(find(handle, held).finishedAt()).isNull();
                    assertThat(find(handle, underWay).status()).isEqualTo(MessageStatus.DELIVERING);
                    assertThat(find(handle, queued).finishedAt()).isEqualTo(NOW);
                    assertThat(find(handle, queued).status()).isEqualTo(MessageStatus.QUEUED);
                    for (MessageId id : all) {
                        assertThat(find(handle, id).deletion())
                                .isEqualTo(new Message.Deletion(NOW, "api_key", "key_1"));
                    }
                    assertThat(
                                    handle.createQuery("SELECT id FROM message")
                                            .mapTo(UUID.class)
                                            .list())
                            .containsExactlyInAnyOrder(held.value(), underWay.value());
                });
    }

    private static void delete(Handle handle, List<MessageId> ids) {
        Moves.delete(
                handle,
                rows.environment(),
                ids.stream().map(id -> find(handle, id)).toList(),
                BY,
                NOW);
    }

    @Test
    void a_marked_message_that_comes_back_into_the_queue_ends_there() {
        EngineSteps engine = new EngineSteps(rows);
        MessageId retried = draft().pendingRetry(NOW, "slow");
        int fence = engine.claim(retried).orElseThrow();
        MessageId underWay = draft().delivering(engine.node());
        MessageId unmarked = draft().delivering(engine.node());
        rows.jdbi().useTransaction(handle -> delete(handle, List.of(retried, underWay)));

        assertThat(
                        counted(handle -> {
                            assertThat(engine.giveBack(retried, fence)).isTrue();
                            assertThat(engine.giveBack(underWay, EngineSteps.UNDER_WAY)).isTrue();
                            assertThat(engine.giveBack(unmarked, EngineSteps.UNDER_WAY)).isTrue();
                        }))
                .containsExactlyInAnyOrder(
                        "09:30:00 succeeded 0 failed 0 deleted 1 retrying -1",
                        "09:30:00 succeeded 0 failed 0 deleted 1 retrying 0");
        rows.jdbi()
                .useHandle(handle -> {
                    assertThat(find(handle, retried).status())
                            .isEqualTo(MessageStatus.PENDING_RETRY);
                    assertThat(find(handle, underWay).status()).isEqualTo(MessageStatus.QUEUED);
                    assertThat(find(handle, underWay).deletion())
                            .isEqualTo(new Message.Deletion(NOW, "api_key", "key_1"));
                    assertThat(find(handle, unmarked).deletion()).isNull();
                });
        assertThat(count("mark")).isZero();
        assertThat(count("message")).isEqualTo(1);
        assertThat(count("queue")).isEqualTo(1);
    }

    @Test
    void what_a_dead_node_had_in_its_hands_ends_with_its_deletion_when_it_is_taken_over() {
        EngineSteps engine = new EngineSteps(rows);
        MessageId held = draft().queued();
        engine.claim(held);
        MessageId underWay = draft().delivering(engine.node());
        rows.jdbi().useTransaction(handle -> delete(handle, List.of(held, underWay)));

        engine.isTakenOver();

        rows.jdbi()
                .useHandle(handle -> {
                    for (MessageId id : List.of(held, underWay)) {
                        assertThat(find(handle, id).finishedAt()).isNotNull();
                        assertThat(find(handle, id).deletion()).isNotNull();
                    }
                });
        assertThat(count("mark") + count("queue") + count("message")).isZero();
    }

    private static int count(String table) {
        return rows.jdbi()
                .withHandle(handle ->
                        handle.createQuery("SELECT count(*) FROM " + table)
                                .mapTo(Integer.class)
                                .one());
    }
}
