package io.hookbridge.message.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
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

import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers and nodes that want the same message at the same moment. */
@Tag("database")
class RacesTest {

    private static final int ROUNDS = 40;
    private static final Instant LATER = Instant.parse("2090-01-01T00:00:00Z");
    private static final InstantSource CLOCK = InstantSource.system();

    private static TestDatabase database;
    private static Database pool;
    private static MessageRows rows;
    private static EndpointId endpoint;
    private static EngineSteps engine;
    private static Replays replays;
    private static PendingRetries retries;
    private static Deletions deletions;
    private static Requester by;
    private static ExecutorService threads;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        pool = Database.open(database.address(), 6, new SimpleMeterRegistry(), System::nanoTime);
        rows = MessageRows.ofStranger(pool.jdbi());
        endpoint = rows.endpoint();
        engine = new EngineSteps(rows);
        Uuid7 ids = new Uuid7(CLOCK);
        replays = new Replays(rows.jdbi(), ids, CLOCK, _ -> {});
        retries = new PendingRetries(rows.jdbi(), ids, CLOCK, _ -> {});
        deletions = new Deletions(rows.jdbi(), ids, CLOCK, System::nanoTime, () -> {});
        by =
                new Requester(
                        rows.tenant(),
                        rows.environment(),
                        Direction.OUTBOUND,
                        new Actor(Actor.Kind.API_KEY, "key_1"),
                        "req_1");
        threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    @AfterAll
    static void stop() {
        threads.close();
        pool.close();
        database.close();
    }

    @AfterEach
    void counts_are_those_of_the_messages_that_there_are() {
        List<String> wrong =
                rows.jdbi()
                        .withHandle(handle -> EngineSteps.wrongCounts(handle, rows.environment()));
        assertThat(wrong).isEmpty();
    }

    /** Lets both begin as nearly at once as threads can. */
    private record Both<A, B>(A first, B second) {
        static <A, B> Both<A, B> of(Callable<A> first, Callable<B> second) throws Exception {
            CyclicBarrier start = new CyclicBarrier(2);
            Future<A> one =
                    threads.submit(() -> {
                        start.await();
                        return first.call();
                    });
            Future<B> other =
                    threads.submit(() -> {
                        start.await();
                        return second.call();
                    });
            return new Both<>(one.get(), other.get());
        }
    }

    private static Message message(MessageId id) {
        return new MessageStore(rows.jdbi())
                .find(rows.environment(), Direction.OUTBOUND, id)
                .orElseThrow();
    }

    @Test
    void of_two_replays_one_wins() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            MessageId id = rows.message(endpoint).failed();

            Both<ReplayOutcome, ReplayOutcome> both =
                    Both.of(() -> replays.replay(by, id), () -> replays.replay(by, id));

            assertThat(List.of(both.first(), both.second()))
                    .haveExactly(
                            1, new Condition<>(ReplayOutcome.Queued.class::isInstance, "queued"))
                    .haveExactly(
                            1,
                            new Condition<>(ReplayOutcome.UnderWay.class::isInstance, "under way"));
            assertThat(message(id).replayCount()).isEqualTo(1);
        }
    }

    @Test
    void a_retry_is_cancelled_or_claimed() throws Exception {
        int cancelled = 0;
        for (int round = 0; round < ROUNDS; round++) {
            MessageId id = rows.message(endpoint).pendingRetry(LATER, "slow");

            Both<OptionalInt, Boolean> both =
                    Both.of(() -> engine.claim(id), () -> isCancelled(id));

            assertThat(both.first().isPresent()).isNotEqualTo(both.second());
            assertThat(message(id).status())
                    .isEqualTo(
                            both.second()
                                    ? MessageStatus.FAILED_PERMANENT
                                    : MessageStatus.DELIVERING);
            cancelled += both.second() ? 1 : 0;
        }
        assertThat(cancelled).isBetween(0, ROUNDS);
    }

    private static boolean isCancelled(MessageId id) {
        try {
            return retries.cancel(by, id).isPresent();
        } catch (ApiError refusal) {
            assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_STATUS);
            return false;
        }
    }

    @Test
    void a_deletion_survives_the_end_of_the_attempt_whichever_comes_first() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            MessageId id = rows.message(endpoint).queued();
            int fence = engine.claim(id).orElseThrow();
            boolean delivered = round % 2 == 0;

            Both<Boolean, DeletionOutcome> both =
                    Both.of(
                            () ->
                                    delivered
                                            ? engine.succeed(id, fence)
                                            : engine.again(id, fence, "slow"),
                            () ->
                                    engine.acknowledging(() ->
                                            deletions
                                                    .delete(by, List.of(id))
                                                    .firstEntry()
                                                    .getValue()));

            assertThat(both.first()).isTrue();
            assertThat(both.second()).isInstanceOf(DeletionOutcome.Deleted.class);
            Message message = message(id);
            assertThat(message.deletion()).isNotNull();
            assertThat(message.finishedAt()).isNotNull();
            assertThat(message.attemptCount()).isEqualTo(1);
            assertThat(engine.claim(id)).isEmpty();
        }
    }

    @Test
    void a_replay_and_a_deletion_of_the_same_message_leave_it_deleted() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            MessageId id = rows.message(endpoint).succeeded();

            Both.of(
                    () -> replays.replay(by, id),
                    () -> deletions.delete(by, List.of(id)).firstEntry().getValue());

            assertThat(message(id).deletion()).isNotNull();
            assertThat(engine.claim(id)).isEmpty();
        }
    }

    @Test
    void a_message_on_the_move_is_never_unknown() throws Exception {
        MessageId id = rows.message(endpoint).succeeded();
        Future<?> moving =
                threads.submit(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        replays.replayDeadLetter(by, id);
                        OptionalInt fence = engine.claim(id);
                        if (fence.isPresent()) {
                            engine.giveUp(id, fence.getAsInt());
                        }
                    }
                });
        engine.claim(id);
        do {
            assertThat(replays.replay(by, id)).isNotInstanceOf(ReplayOutcome.NotFound.class);
            assertThat(find(id)).isPresent();
        } while (!moving.isDone());
        moving.get();
    }

    private static Optional<Message> find(MessageId id) {
        return new MessageStore(rows.jdbi()).find(rows.environment(), Direction.OUTBOUND, id);
    }

    @Test
    void the_result_of_a_holder_from_before_a_replay_counts_for_nothing() {
        MessageId id = rows.message(endpoint).queued();
        int old = engine.claim(id).orElseThrow();
        assertThat(engine.giveUp(id, old)).isTrue();
        replays.replay(by, id);
        int fence = engine.claim(id).orElseThrow();

        assertThat(fence).isGreaterThan(old);
        assertThat(engine.succeed(id, old)).isFalse();
        assertThat(engine.succeed(id, fence)).isTrue();
    }

    /** PostgreSQL would fail one of two that wait for each other. */
    @Test
    void a_list_that_is_deleted_while_its_attempts_end_in_the_other_order_waits_in_no_circle()
            throws Exception {
        for (int round = 0; round < 20; round++) {
            List<MessageId> ids = new ArrayList<>();
            List<Integer> fences = new ArrayList<>();
            for (int n = 0; n < 10; n++) {
                MessageId id = rows.message(endpoint).queued();
                ids.add(id);
                fences.add(engine.claim(id).orElseThrow());
            }

            Both<Integer, Integer> both =
                    Both.of(
                            () -> engine.succeed(ids.reversed(), fences.reversed()),
                            () -> engine.acknowledging(() -> deletions.delete(by, ids).size()));

            assertThat(both.first()).isEqualTo(10);
            assertThat(both.second()).isEqualTo(10);
            assertThat(ids).allSatisfy(id -> assertThat(message(id).deletion()).isNotNull());
        }
    }
}
