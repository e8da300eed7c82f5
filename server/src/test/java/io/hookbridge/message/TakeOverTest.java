package io.hookbridge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** What becomes of the messages of a node that is gone, or only slow. */
@Tag("database")
class TakeOverTest {

    private static TestDatabase database;
    private static Jdbi jdbi;
    private static MessageRows rows;
    private static EndpointId endpoint;

    private static TakeOver takeOver;
    private static NodeWrites writes;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private UUID node;

    @BeforeEach
    void join() {
        jdbi.useHandle(handle -> handle.execute("TRUNCATE queue, message, outcome, mark, node"));
        node = LivingNode.in(jdbi);
    }

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
        rows = MessageRows.ofStranger(jdbi);
        endpoint = rows.endpoint();
        takeOver = new TakeOver(jdbi);
        writes = new NodeWrites(jdbi);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void what_is_under_way_and_what_was_claimed_waits_in_the_queue_then() {
        MessageId underWay = rows.message(endpoint).delivering(node);
        MessageId claimed = rows.message(endpoint).retrying(node);
        MessageId ended = rows.message(endpoint).succeeded();
        die();

        assertThat(takeOver.dead()).contains(node);
        assertThat(takeOver.take(node, false, now)).isEqualTo(2);

        assertThat(queued()).containsOnlyKeys(underWay.value(), claimed.value());
        assertThat(queued().values()).allMatch(due -> !due.isAfter(Instant.now()));
        assertThat(find(ended).status()).isEqualTo(MessageStatus.SUCCEEDED);
        assertThat(takeOver.all()).doesNotContain(node);
    }

    @Test
    void a_node_that_is_alive_is_left_alone() {
        MessageId underWay = rows.message(endpoint).delivering(node);

        assertThat(takeOver.take(node, false, now)).isZero();

        assertThat(find(underWay).status()).isEqualTo(MessageStatus.DELIVERING);
        assertThat(takeOver.all()).contains(node);
        takeOver.take(node, true, now);
    }

    @Test
    void what_lies_below_the_watermark_is_not_looked_for() {
        MessageId ended = rows.message(endpoint).delivering(node);
        jdbi.useHandle(handle ->
                handle.execute(
                        "UPDATE node SET watermark = 'ffffffff-ffff-ffff-ffff-ffffffffffff' WHERE id = ?",
                        node));

        assertThat(takeOver.take(node, true, now)).isZero();
        assertThat(queued()).doesNotContainKey(ended.value());
    }

    @Test
    void a_result_that_was_being_written_is_either_seen_or_undone() {
        MessageId underWay = rows.message(endpoint).delivering(node);
        OpenResult result = new OpenResult(underWay);

        TakeOver patient = new TakeOver(jdbi, Patience.millis());
        CompletableFuture<Integer> taken = beside(() -> patient.take(node, true, now));
        Patience.until("the take-over waits for the lock", TakeOverTest::somebodyWaits);
        result.commit();

        result.over.join();
        assertThat(taken.join()).isZero();
        assertThat(queued()).doesNotContainKey(underWay.value());
    }

    @Test
    void a_node_that_stands_still_in_a_transaction_loses_it() {
        MessageId underWay = rows.message(endpoint).delivering(node);
        OpenResult result = new OpenResult(underWay);
        die();

        Patience.until(
                "it is taken over",
                () -> {
                    takeOver.take(node, false, now);
                    return !takeOver.all().contains(node);
                });
        result.commit();

        assertThatThrownBy(result.over::join).hasRootCauseInstanceOf(SQLException.class);
        assertThat(queued()).containsKey(underWay.value());
        assertThatThrownBy(() -> writes.run(node, _ -> true, handle -> 1))
                .isInstanceOf(FencedException.class);
    }

    @Test
    void a_node_that_cannot_be_taken_over_keeps_no_other_waiting() {
        UUID other = LivingNode.in(jdbi);
        MessageId stuck = rows.message(endpoint).delivering(node);
        MessageId free = rows.message(endpoint).delivering(other);
        jdbi.useHandle(handle ->
                handle.execute(
                        "ALTER TABLE queue ADD CONSTRAINT stuck CHECK (id <> '%s')"
                                .formatted(stuck)));
        try {
            assertThatThrownBy(() -> takeOver.take(List.of(node, other), true, now))
                    .hasMessageContaining("stuck");
        } finally {
            jdbi.useHandle(handle -> handle.execute("ALTER TABLE queue DROP CONSTRAINT stuck"));
        }

        assertThat(queued()).containsOnlyKeys(free.value());
        assertThat(takeOver.take(List.of(node, other), true, now)).isEqualTo(1);
        assertThat(queued()).containsOnlyKeys(stuck.value(), free.value());
    }

    /** Their connections stay open, and nothing is said in them any more. */
    @Test
    void servers_that_stand_still_with_the_lock_on_a_dead_node_keep_nobody_from_taking_it_over() {
        UUID other = LivingNode.in(jdbi);
        MessageId taken = rows.message(endpoint).delivering(node);
        MessageId marked = rows.message(endpoint).delivering(other);
        jdbi.useHandle(handle -> handle.execute("UPDATE node SET fenced = true"));
        try (Handle inTakeOver = jdbi.open();
                Handle inDeletion = jdbi.open()) {
            inTakeOver.begin();
            assertThat(TakeOverStore.lockFenced(inTakeOver, node)).isPresent();
            inDeletion.begin();
            LockedMessages.lockWithNodes(inDeletion, rows.requester(), List.of(marked));

            Patience.until(
                    "both are taken over",
                    () -> {
                        takeOver.dead().forEach(each -> takeOver.take(each, false, now));
                        return takeOver.all().isEmpty();
                    });

            assertThatThrownBy(inTakeOver::commit).hasRootCauseInstanceOf(SQLException.class);
            assertThatThrownBy(inDeletion::commit).hasRootCauseInstanceOf(SQLException.class);
        }
        assertThat(queued()).containsOnlyKeys(taken.value(), marked.value());
    }

    @Test
    void what_was_deleted_in_its_hands_ends() {
        MessageId underWay = rows.message(endpoint).delivering(node);
        MessageId claimed = rows.message(endpoint).retrying(node);
        for (MessageId each : List.of(underWay, claimed)) {
            jdbi.useHandle(handle ->
                    handle.execute(
                            "INSERT INTO mark VALUES (?, ?, ?, true, now(), 'user', 'u')",
                            rows.environment().value(),
                            each.value(),
                            node));
        }

        takeOver.take(node, true, now);

        assertThat(queued()).doesNotContainKeys(underWay.value(), claimed.value());
        assertThat(find(underWay).deletion()).isNotNull();
        assertThat(find(underWay).status()).isEqualTo(MessageStatus.QUEUED);
        assertThat(find(claimed).deletion()).isNotNull();
        assertThat(find(claimed).status()).isEqualTo(MessageStatus.PENDING_RETRY);
    }

    @Test
    void two_that_take_over_at_once_queue_each_message_once() {
        for (int n = 0; n < 50; n++) {
            rows.message(endpoint).delivering(node);
        }
        List<CompletableFuture<Integer>> both =
                List.of(
                        beside(() -> takeOver.take(node, true, now)),
                        beside(() -> takeOver.take(node, true, now)));

        assertThat(both.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(50);
    }

    /** A result of the node that is written, and not committed before it is told so. */
    private final class OpenResult {

        private final CountDownLatch mayCommit = new CountDownLatch(1);
        private final CompletableFuture<Boolean> over;

        OpenResult(MessageId id) {
            CountDownLatch written = new CountDownLatch(1);
            over =
                    CompletableFuture.supplyAsync(() ->
                            writes.run(
                                    node,
                                    _ -> true,
                                    handle -> {
                                        end(handle, id);
                                        written.countDown();
                                        await(mayCommit);
                                        return true;
                                    }));
            await(written);
        }

        void commit() {
            mayCommit.countDown();
        }
    }

    private static <T> CompletableFuture<T> beside(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
    }

    private void die() {
        jdbi.useHandle(handle ->
                handle.execute(
                        "UPDATE node SET alive_until = now() - interval '1 second' WHERE id = ?",
                        node));
    }

    private static void end(Handle handle, MessageId id) {
        handle.execute(
                """
                INSERT INTO outcome (environment_id, id, endpoint_id, created_at, finished_at, payload_expires_at, fence,
                                     attempt_count, replay_count, size_bytes, keep_payload, status, direction, content_type,
                                     payload_sha256)
                SELECT environment_id, id, endpoint_id, created_at, now(), payload_expires_at, 0, 1, 0, size_bytes,
                       keep_payload, 'succeeded', direction, content_type, payload_sha256
                  FROM message WHERE id = ?
                """,
                id.value());
    }

    private static boolean somebodyWaits() {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
                        .mapTo(Boolean.class)
                        .one());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static Message find(MessageId id) {
        return new MessageStore(jdbi)
                .find(rows.environment(), Direction.OUTBOUND, id)
                .orElseThrow();
    }

    /** When what nobody holds is due. */
    private static Map<UUID, Instant> queued() {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT id, due_at FROM queue WHERE node IS NULL")
                        .setMapKeyColumn("id")
                        .setMapValueColumn("due_at")
                        .collectInto(
                                new org.jdbi.v3.core.generic.GenericType<Map<UUID, Instant>>() {}));
    }
}
