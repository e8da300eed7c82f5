package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.message.Attempt;
import io.hookbridge.message.EngineSteps;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.MessageStore;
import io.hookbridge.message.NodeWrites;
import io.hookbridge.message.Requester;
import io.hookbridge.message.RetryDecision;
import io.hookbridge.message.action.Deletions;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Phases;
import io.hookbridge.net.Posted;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A message that is deleted while the result of its attempt is being recorded. */
@Tag("database")
class DeletedDuringAttemptTest {

    private static final InstantSource CLOCK = InstantSource.system();

    /** What comes first in the database. */
    enum Order {
        DELETION_COMMITTED,
        /** The recording waits for it, with a view of the row as it was before. */
        DELETION_UNCOMMITTED,
        RESULT
    }

    private static TestDatabase database;
    private static Database pool;
    private static ExecutorService threads;
    private static MessageRows rows;
    private static EndpointId endpoint;
    private static EngineSteps engine;
    private static Deletions deletions;
    private static Requester by;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        pool = Database.open(database.address(), 6, new SimpleMeterRegistry(), System::nanoTime);
        threads = Executors.newVirtualThreadPerTaskExecutor();
        rows = MessageRows.ofStranger(pool.jdbi());
        endpoint = rows.endpoint();
        engine = new EngineSteps(rows);
        deletions =
                new Deletions(
                        pool.jdbi(),
                        new Uuid7(CLOCK),
                        CLOCK,
                        System::nanoTime,
                        engine::acknowledge);
        by = rows.requester();
    }

    @AfterAll
    static void stop() {
        threads.close();
        pool.close();
        database.close();
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void a_delivered_message_is_both(Order order) throws Exception {
        Message message = end(order, new RetryDecision.Done());

        assertThat(message.status()).isEqualTo(MessageStatus.SUCCEEDED);
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void a_message_that_would_be_tried_again_is_not(Order order) throws Exception {
        Message message =
                end(
                        order,
                        new RetryDecision.Again(Duration.ofMinutes(30), RetryDecision.Tier.SLOW));

        assertThat(message.status()).isEqualTo(MessageStatus.PENDING_RETRY);
        assertThat(engine.claim(message.id())).isEmpty();
    }

    private static Message end(Order order, RetryDecision decision) throws Exception {
        MessageId claimed = rows.message(endpoint).queued();
        end(order, decision, claimed, engine.claim(claimed).orElseThrow());
        MessageId underWay = rows.message(endpoint).delivering(engine.node());
        return end(order, decision, underWay, EngineSteps.UNDER_WAY);
    }

    private static Message end(Order order, RetryDecision decision, MessageId id, int fence)
            throws Exception {
        Attempt attempt = attempt(id, fence, decision);
        switch (order) {
            case DELETION_COMMITTED -> {
                deletions.delete(by, List.of(id));
                record(attempt);
            }
            case DELETION_UNCOMMITTED -> {
                Future<?> recorded =
                        pool.jdbi()
                                .inTransaction(handle -> {
                                    deletions.deleteFree(
                                            handle,
                                            by,
                                            List.of(id),
                                            EnumSet.allOf(MessageStatus.class));
                                    Future<?> waiting = threads.submit(() -> record(attempt));
                                    awaitWaiter();
                                    return waiting;
                                });
                recorded.get();
            }
            case RESULT -> {
                record(attempt);
                deletions.delete(by, List.of(id));
            }
        }
        Message message =
                new MessageStore(pool.jdbi())
                        .find(rows.environment(), Direction.OUTBOUND, id)
                        .orElseThrow();
        assertThat(message.deletion()).isNotNull();
        assertThat(message.finishedAt()).isNotNull();
        assertThat(message.attemptCount()).isEqualTo(1);
        assertThat(count("attempt_view", id)).isEqualTo(1);
        assertThat(count("response_body", id)).isZero();
        assertThat(engine.held(id, fence)).isEmpty();
        List<String> wrong =
                pool.jdbi()
                        .withHandle(handle -> EngineSteps.wrongCounts(handle, rows.environment()));
        assertThat(wrong).isEmpty();
        return message;
    }

    private static int count(String table, MessageId id) {
        return pool.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        "SELECT count(*) FROM " + table + " WHERE message_id = ?")
                                .bind(0, id.value())
                                .mapTo(Integer.class)
                                .one());
    }

    private static void record(Attempt attempt) {
        AtomicInteger lost = new AtomicInteger();
        try (RecordAttempts recording =
                new RecordAttempts(
                        pool.jdbi(),
                        new NodeWrites(pool.jdbi()),
                        System::nanoTime,
                        Patience.LONGEST,
                        new SimpleMeterRegistry(),
                        lost::incrementAndGet)) {
            recording.record(attempt).join();
        }
        assertThat(lost).as("attempts that counted for nothing").hasValue(0);
    }

    /** Returns when a statement in this database waits for a lock. */
    private static void awaitWaiter() {
        Instant deadline = CLOCK.instant().plusSeconds(20);
        boolean waits = false;
        while (!waits && CLOCK.instant().isBefore(deadline)) {
            waits =
                    Jdbi.create(database.dataSource())
                            .withHandle(handle ->
                                    handle.createQuery(
                                                    """
                                                    SELECT EXISTS (SELECT FROM pg_stat_activity
                                                                    WHERE datname = current_database()
                                                                      AND wait_event_type = 'Lock')
                                                    """)
                                            .mapTo(Boolean.class)
                                            .one());
        }
        assertThat(waits).isTrue();
    }

    private static Attempt attempt(MessageId id, int fence, RetryDecision decision) {
        Instant now = CLOCK.instant();
        boolean done = decision instanceof RetryDecision.Done;
        return new Attempt(
                engine.held(id, fence).orElseThrow(),
                new Uuid7(CLOCK).next(),
                now,
                1,
                "https://receiver.example/",
                null,
                "{}",
                new Posted(
                        new Outcome.Answered(done ? 200 : 503, List.of(), new byte[] {1}, false),
                        new Phases("203.0.113.42", null, 1, 1, 1, 1, 1, false, 5)),
                decision,
                done ? null : "HTTP 503",
                now);
    }
}
