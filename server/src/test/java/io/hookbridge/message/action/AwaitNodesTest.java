package io.hookbridge.message.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.message.EngineSteps;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.MessageStore;
import io.hookbridge.message.Requester;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Deletions of messages that a node has in its hands. */
@Tag("database")
class AwaitNodesTest {

    private static final InstantSource CLOCK = InstantSource.system();

    private static TestDatabase database;
    private static Database pool;
    private static ExecutorService threads;

    private final AtomicLong nanos = new AtomicLong();
    private MessageRows rows;
    private EndpointId endpoint;
    private EngineSteps engine;
    private Deletions deletions;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        // One connection for deletions that wait and one for everything else.
        pool = Database.open(database.address(), 2, new SimpleMeterRegistry(), System::nanoTime);
        threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    @AfterAll
    static void stop() {
        threads.close();
        pool.close();
        database.close();
    }

    @BeforeEach
    void a_node() {
        rows = MessageRows.ofStranger(pool.jdbi());
        endpoint = rows.endpoint();
        engine = new EngineSteps(rows);
        deletions = new Deletions(pool.jdbi(), new Uuid7(CLOCK), CLOCK, nanos::get, () -> {});
    }

    private Future<DeletionOutcome> delete(MessageId id) {
        Requester by =
                new Requester(
                        rows.tenant(),
                        rows.environment(),
                        Direction.OUTBOUND,
                        new Actor(Actor.Kind.API_KEY, "key_1"),
                        "req_1");
        return threads.submit(() -> deletions.delete(by, List.of(id)).firstEntry().getValue());
    }

    private Message message(MessageId id) {
        return new MessageStore(pool.jdbi())
                .find(rows.environment(), Direction.OUTBOUND, id)
                .orElseThrow();
    }

    private void untilMarked(MessageId id) {
        Patience.until("the message is marked", () -> message(id).deletion() != null);
    }

    @Test
    void a_deletion_is_answered_when_the_node_begins_no_attempt_any_more() throws Exception {
        MessageId id = rows.message(endpoint).delivering(engine.node());

        Future<DeletionOutcome> deleted = delete(id);
        untilMarked(id);
        assertThat(deleted.isDone()).isFalse();
        assertThat(engine.acknowledge()).containsExactly(id);

        assertThat(deleted.get()).isInstanceOf(DeletionOutcome.Deleted.class);
        assertThat(message(id).status()).isEqualTo(MessageStatus.DELIVERING);
        assertThat(engine.acknowledge()).isEmpty();
    }

    @Test
    void a_deletion_is_answered_when_the_message_is_out_of_the_nodes_hands() throws Exception {
        MessageId delivered = rows.message(endpoint).delivering(engine.node());
        Future<DeletionOutcome> deleted = delete(delivered);
        untilMarked(delivered);
        assertThat(engine.succeed(delivered, EngineSteps.UNDER_WAY)).isTrue();
        deleted.get();
        assertThat(message(delivered).status()).isEqualTo(MessageStatus.SUCCEEDED);
        assertThat(message(delivered).deletion()).isNotNull();

        MessageId claimed = rows.message(endpoint).queued();
        int fence = engine.claim(claimed).orElseThrow();
        deleted = delete(claimed);
        untilMarked(claimed);
        assertThat(engine.giveBack(claimed, fence)).isTrue();
        deleted.get();
        assertThat(message(claimed).finishedAt()).isNotNull();
        assertThat(engine.claim(claimed)).isEmpty();
    }

    @Test
    void a_second_deletion_waits_as_well_and_tells_of_the_first() throws Exception {
        MessageId id = rows.message(endpoint).delivering(engine.node());
        List<Future<DeletionOutcome>> both = new ArrayList<>(List.of(delete(id), delete(id)));
        untilMarked(id);
        both.add(delete(id));
        assertThat(both).noneMatch(Future::isDone);

        engine.acknowledge();

        int first = 0;
        for (Future<DeletionOutcome> each : both) {
            switch (each.get()) {
                case DeletionOutcome.Deleted _ -> first++;
                case DeletionOutcome.AlreadyDeleted(var at) ->
                        assertThat(message(id).deletion())
                                .extracting(Message.Deletion::at)
                                .isEqualTo(at);
                case DeletionOutcome.NotFound _ -> throw new AssertionError("it is there");
            }
        }
        assertThat(first).isEqualTo(1);
    }

    @Test
    void a_node_whose_time_is_over_is_not_waited_for_nor_one_that_is_fenced() throws Exception {
        MessageId id = rows.message(endpoint).delivering(engine.node());
        engine.isLate();

        assertThat(delete(id).get()).isInstanceOf(DeletionOutcome.Deleted.class);

        MessageId late = rows.message(endpoint).delivering(engine.node());
        pool.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                UPDATE node SET fenced = true, alive_until = now() + interval '1 hour' WHERE id = ?
                                """,
                                engine.node()));
        assertThat(delete(late).get()).isInstanceOf(DeletionOutcome.Deleted.class);
        engine.isTakenOver();
        for (MessageId each : List.of(id, late)) {
            assertThat(message(each).finishedAt()).isNotNull();
            assertThat(message(each).deletion()).isNotNull();
        }
    }

    @Test
    void a_deletion_while_the_node_is_taken_over_finds_the_message_wherever_it_is()
            throws Exception {
        for (int round = 0; round < 20; round++) {
            EngineSteps dying = new EngineSteps(rows);
            List<MessageId> ids = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                ids.add(rows.message(endpoint).delivering(dying.node()));
                MessageId claimed = rows.message(endpoint).queued();
                dying.claim(claimed);
                ids.add(claimed);
            }
            dying.isLate();

            Future<?> takeOver = threads.submit(dying::isTakenOver);
            List<Future<DeletionOutcome>> deleted = ids.stream().map(this::delete).toList();
            for (Future<DeletionOutcome> each : deleted) {
                assertThat(each.get()).isInstanceOf(DeletionOutcome.Deleted.class);
            }
            takeOver.get();

            for (MessageId id : ids) {
                assertThat(message(id).finishedAt()).isNotNull();
                assertThat(message(id).deletion()).isNotNull();
                assertThat(engine.claim(id)).isEmpty();
            }
        }
        List<String> wrong =
                pool.jdbi()
                        .withHandle(handle -> EngineSteps.wrongCounts(handle, rows.environment()));
        assertThat(wrong).isEmpty();
    }

    @Test
    void a_node_that_lives_and_never_answers_is_not_waited_for_for_ever() {
        MessageId id = rows.message(endpoint).delivering(engine.node());

        Future<DeletionOutcome> deleted = delete(id);
        // Again, for it may not have begun to wait before the first minute passed.
        Patience.until(
                "the deletion waits no more",
                () -> {
                    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
                    return deleted.isDone();
                });

        assertThatThrownBy(deleted::get)
                .cause()
                .isInstanceOfSatisfying(
                        ApiError.class,
                        refusal ->
                                assertThat(refusal.code())
                                        .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
        assertThat(message(id).deletion()).isNotNull();
    }
}
