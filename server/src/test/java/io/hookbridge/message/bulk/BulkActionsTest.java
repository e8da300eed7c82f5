package io.hookbridge.message.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.message.EngineSteps;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.Requester;
import io.hookbridge.message.action.Deletions;
import io.hookbridge.message.action.Replays;
import io.hookbridge.message.bulk.BulkAction.Kind;
import io.hookbridge.message.bulk.BulkAction.Progress;
import io.hookbridge.message.explanation.FailureKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

@Tag("database")
class BulkActionsTest {

    private static TestDatabase database;
    private static Database pool;

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final List<TargetId> woken = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger marked = new AtomicInteger();
    private Runnable nodesLook = marked::incrementAndGet;
    private MessageRows rows;
    private EndpointId endpoint;
    private Requester by;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create();
        pool = Database.open(database.address(), 8, new SimpleMeterRegistry(), System::nanoTime);
    }

    @AfterAll
    static void dropDatabase() {
        pool.close();
        database.close();
    }

    @BeforeEach
    void makeProject() {
        rows = MessageRows.ofStranger(pool.jdbi());
        endpoint = rows.endpoint();
        by = rows.requester();
    }

    /** Another server. */
    private BulkActions server() {
        Jdbi jdbi = rows.jdbi();
        InstantSource clock = () -> now;
        Uuid7 ids = new Uuid7(clock);
        return new BulkActions(
                jdbi,
                ids,
                clock,
                new Replays(jdbi, ids, clock, woken::add),
                new Deletions(jdbi, ids, clock, System::nanoTime, () -> nodesLook.run()));
    }

    /** In one transaction, which is quicker. */
    private List<MessageId> failed(int count) {
        return rows.jdbi()
                .inTransaction(_ ->
                        IntStream.range(0, count)
                                .mapToObj(n ->
                                        rows.message(endpoint)
                                                .createdAt(now.minusSeconds(1000 - n))
                                                .failed())
                                .toList());
    }

    private Selection deadLetters() {
        return new Selection(
                Direction.OUTBOUND,
                Set.of(MessageStatus.FAILED_PERMANENT),
                null,
                null,
                now.plusMillis(1));
    }

    private List<Integer> replayCounts() {
        return rows.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT DISTINCT replay_count FROM message_view WHERE environment_id = ?
                                        """)
                                .bind(0, rows.environment().value())
                                .mapTo(Integer.class)
                                .list());
    }

    @Test
    void an_action_whose_server_dies_is_finished_by_another_and_touches_no_message_twice() {
        List<MessageId> ids = failed(250);
        UUID action = server().begin(by, Kind.REPLAY, deadLetters(), 1000, null);
        assertThat(server().goOn(action).action().progress().done()).isEqualTo(ids.subList(0, 100));
        // Those that were replayed are delivered and fail again, so that they would fit once more.
        EngineSteps engine = new EngineSteps(rows);
        ids.subList(0, 100).forEach(id -> engine.giveUp(id, engine.claim(id).orElseThrow()));

        BulkActions survivor = server();
        survivor.step();
        assertThat(progress(action).finished()).isFalse();
        now = now.plus(BulkActions.LEASE).plusSeconds(1);
        survivor.step();

        assertThat(progress(action).finished()).isTrue();
        assertThat(progress(action).done()).isEqualTo(ids);
        assertThat(replayCounts()).containsExactly(1);
        assertThat(woken).containsOnly(TargetId.of(endpoint));
        assertThat(wrongCounts()).isEmpty();
        assertThat(audited(action)).containsExactlyInAnyOrder("started", "done");
    }

    @Test
    void what_a_server_did_not_commit_is_done_by_the_next_one() {
        List<MessageId> ids = failed(150);
        rows.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "ALTER TABLE queue ADD CONSTRAINT die CHECK (id <> '%s') NOT VALID"
                                        .formatted(ids.get(120))));
        BulkActions.Worked worked = server().run(by, Kind.REPLAY, deadLetters(), 1000, null);
        rows.jdbi().useHandle(handle -> handle.execute("ALTER TABLE queue DROP CONSTRAINT die"));

        assertThat(worked.interruption()).isNotNull();
        assertThat(worked.progress().done()).isEqualTo(ids.subList(0, 100));
        now = now.plus(BulkActions.LEASE).plusSeconds(1);
        server().step();

        assertThat(replayCounts()).containsExactly(1);
        assertThat(wrongCounts()).isEmpty();
    }

    @Test
    void two_servers_that_work_on_one_action_share_it() throws Exception {
        List<MessageId> ids = failed(500);
        UUID action = server().begin(by, Kind.DELETE, deadLetters(), 1000, null);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Progress>> ends =
                    IntStream.range(0, 3)
                            .mapToObj(_ ->
                                    threads.submit(() -> {
                                        BulkActions server = server();
                                        Progress progress = Progress.NONE;
                                        while (!progress.finished()) {
                                            progress = server.goOn(action).action().progress();
                                        }
                                        return progress;
                                    }))
                            .toList();
            for (Future<Progress> end : ends) {
                assertThat(end.get().done()).isEqualTo(ids);
            }
        }
        assertThat(audited(action)).containsExactlyInAnyOrder("started", "done");
    }

    @Test
    void an_action_that_meets_too_many_that_cannot_be_replayed_ends_and_can_be_gone_on_with() {
        rows.jdbi()
                .useTransaction(_ ->
                        IntStream.range(0, BulkAction.MOST_IN_THE_WAY + 30)
                                .forEach(n ->
                                        rows.message(endpoint)
                                                .createdAt(now.minusSeconds(2000 - n))
                                                .withoutPayload()
                                                .failed()));
        MessageId good = rows.message(endpoint).createdAt(now).failed();

        BulkActions.Worked before = server().preview(by, deadLetters(), 1000, null);
        BulkActions.Worked first = server().run(by, Kind.REPLAY, deadLetters(), 1000, null);
        UUID next = first.next().orElseThrow();
        BulkActions.Worked rest = server().run(by, Kind.REPLAY, deadLetters(), 1000, next);

        assertThat(before.progress().done()).isEmpty();
        assertThat(before.next()).contains(next);
        assertThat(first.progress().done()).isEmpty();
        assertThat(first.failures())
                .hasSize(first.progress().failed())
                .hasSizeGreaterThanOrEqualTo(BulkAction.MOST_IN_THE_WAY)
                .extracting(BulkAction.Failure::code)
                .containsOnly(ErrorCode.PAYLOAD_UNAVAILABLE);
        assertThat(rest.progress().done()).containsExactly(good);
        assertThat(first.failures().size() + rest.failures().size())
                .isEqualTo(BulkAction.MOST_IN_THE_WAY + 30);
        assertThat(rest.next()).isEmpty();
    }

    @Test
    void messages_that_come_later_are_not_meant() {
        failed(3);
        Selection selection = deadLetters();
        rows.message(endpoint).createdAt(now.plusMillis(1)).failed();

        Progress progress = server().run(by, Kind.REPLAY, selection, 1000, null).progress();

        assertThat(progress.done()).hasSize(3);
    }

    @Test
    void an_action_with_a_pace_treats_as_many_as_that_allows_and_waits_for_its_time() {
        failed(25);
        UUID action = server().order(by, Kind.REPLAY, deadLetters(), 25, 5, Duration.ZERO);

        server().step();
        assertThat(progress(action).doneCount()).isEqualTo(10);
        server().step();
        assertThat(progress(action).doneCount()).isEqualTo(10);
        now = now.plusSeconds(2);
        server().step();
        assertThat(progress(action).doneCount()).isEqualTo(20);
        now = now.plusSeconds(2);
        server().step();

        assertThat(progress(action).doneCount()).isEqualTo(25);
        assertThat(progress(action).finished()).isTrue();
        assertThat(woken).isNotEmpty();
    }

    @Test
    void an_action_that_is_paused_goes_on_when_it_is_told_to_and_one_that_is_stopped_never_does() {
        List<MessageId> ids = failed(25);
        UUID action = server().order(by, Kind.REPLAY, deadLetters(), 25, 5, Duration.ZERO);
        server().step();

        assertThat(server().halt(by, action, BulkAction.Halt.PAUSED)).isTrue();
        assertThat(server().halt(by, action, BulkAction.Halt.PAUSED)).isFalse();
        now = now.plusSeconds(60);
        server().step();
        assertThat(progress(action).doneCount()).isEqualTo(10);

        assertThat(server().halt(by, action, null)).isTrue();
        server().step();
        assertThat(progress(action).done()).isEqualTo(ids.subList(0, 20));

        assertThat(server().halt(rows.requester(), action, BulkAction.Halt.STOPPED)).isTrue();
        now = now.plusSeconds(60);
        server().step();
        assertThat(progress(action).doneCount()).isEqualTo(20);
        assertThat(progress(action).finished()).isTrue();
        assertThat(server().halt(by, action, null)).as("over").isFalse();
    }

    @Test
    void an_action_that_is_stopped_before_its_time_has_done_nothing() {
        failed(3);
        UUID action =
                server().order(by, Kind.DELETE, deadLetters(), 3, null, Duration.ofSeconds(10));
        server().step();
        server().halt(by, action, BulkAction.Halt.STOPPED);
        now = now.plusSeconds(11);
        server().step();

        assertThat(progress(action).doneCount()).isZero();
        assertThat(server().count(by, deadLetters(), 10)).isEqualTo(3);
    }

    @Test
    void a_large_action_counts_its_messages_and_keeps_no_list_of_them() {
        failed(5);
        UUID action = server().order(by, Kind.REPLAY, deadLetters(), 5000, 1, Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            server().step();
            now = now.plusSeconds(2);
        }

        assertThat(progress(action).doneCount()).isEqualTo(5);
        assertThat(progress(action).done()).isEmpty();
        assertThat(progress(action).finished()).isTrue();
    }

    @Test
    void dead_letters_are_grouped_by_cause_and_replayed_by_it() {
        failed(3);
        // Whether a payload is over, the clock of the database says.
        InstantSource clock = InstantSource.system();
        MessageId other =
                rows.message(endpoint)
                        .createdAt(now.minusSeconds(2000))
                        .expiresAt(clock.instant().plus(Duration.ofHours(12)))
                        .failed();
        rows.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                UPDATE outcome
                                   SET response_status = NULL, last_error = 'The certificate has expired.'
                                 WHERE id = ?
                                """,
                                other.value()));

        DeadLetters.Groups groups = new DeadLetters(rows.jdbi(), clock).of(rows.environment());

        assertThat(groups.all()).isTrue();
        assertThat(groups.groups())
                .extracting(DeadLetters.Group::kind, DeadLetters.Group::count)
                .containsExactly(
                        tuple(FailureKind.UNAVAILABLE, 3L),
                        tuple(FailureKind.CERTIFICATE_EXPIRED, 1L));
        DeadLetters.Group expired = groups.groups().getLast();
        assertThat(expired.expiring()).isEqualTo(1);
        Selection selection =
                Selection.ofDeadLetters(
                        Direction.OUTBOUND,
                        expired.endpoint(),
                        expired.errors(),
                        null,
                        clock.instant());
        assertThat(server().run(by, Kind.REPLAY, selection, 10, null).progress().done())
                .containsExactly(other);
        assertThat(server().count(by, deadLetters(), 10)).isEqualTo(3);
    }

    @Test
    void what_came_into_the_state_after_the_moment_that_is_meant_is_left_alone() {
        Instant old = now.minusSeconds(5000);
        MessageId since = rows.message(endpoint).createdAt(old).failedAt(now.plusSeconds(1));
        MessageId shown = rows.message(endpoint).createdAt(old.plusSeconds(1)).failedAt(now);
        MessageId waiting =
                rows.message(endpoint)
                        .createdAt(old.plusSeconds(2))
                        .pendingRetry(now.plusSeconds(60), "slow");
        MessageId triedSince =
                rows.message(endpoint)
                        .createdAt(old.plusSeconds(3))
                        .pendingRetry(now.plusSeconds(60), "slow");
        rows.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "UPDATE queue SET updated_at = ? WHERE id = ?",
                                now.plusSeconds(1),
                                triedSince.value()));
        Selection named =
                new Selection(
                        Direction.OUTBOUND,
                        Set.of(MessageStatus.FAILED_PERMANENT, MessageStatus.PENDING_RETRY),
                        null,
                        null,
                        now.plusMillis(1));
        Selection any =
                new Selection(
                        Direction.OUTBOUND,
                        EnumSet.allOf(MessageStatus.class),
                        null,
                        null,
                        now.plusMillis(1));
        UUID action = server().order(by, Kind.DELETE, named.asOf(now), 10, null, Duration.ZERO);

        server().step();

        assertThat(progress(action).done()).containsExactly(shown, waiting);
        assertThat(server().run(by, Kind.DELETE, any.asOf(now), 10, null).progress().done())
                .containsExactly(since, triedSince);
    }

    @Test
    void a_message_that_left_the_state_that_was_asked_for_is_left_alone() {
        List<MessageId> ids = failed(2);
        Set<MessageStatus> succeeded = Set.of(MessageStatus.SUCCEEDED);
        Jdbi jdbi = rows.jdbi();
        InstantSource clock = () -> now;
        Deletions deletions =
                new Deletions(jdbi, new Uuid7(clock), clock, System::nanoTime, () -> {});

        jdbi.useTransaction(handle -> deletions.deleteFree(handle, by, ids, succeeded));

        assertThat(server().count(by, deadLetters(), 10)).isEqualTo(2);
    }

    @Test
    void all_that_nodes_have_in_their_hands_is_deleted_when_they_know_it() {
        EngineSteps engine = new EngineSteps(rows);
        MessageId underWay =
                rows.message(endpoint).createdAt(now.minusSeconds(2)).delivering(engine.node());
        MessageId claimed = rows.message(endpoint).createdAt(now.minusSeconds(1)).queued();
        int fence = engine.claim(claimed).orElseThrow();
        Selection selection =
                new Selection(
                        Direction.OUTBOUND,
                        Set.of(MessageStatus.DELIVERING),
                        null,
                        null,
                        now.plusMillis(1));
        assertThat(server().count(by, selection, 10)).isEqualTo(2);
        nodesLook =
                () -> {
                    marked.incrementAndGet();
                    engine.acknowledge();
                };

        Progress progress = server().run(by, Kind.DELETE, selection, 1000, null).progress();

        assertThat(progress.done()).containsExactly(underWay, claimed);
        assertThat(marked).hasValue(1);
        assertThat(server().count(by, selection, 10)).isZero();
        engine.giveBack(underWay, EngineSteps.UNDER_WAY);
        engine.giveBack(claimed, fence);
        assertThat(engine.claim(underWay)).isEmpty();
        assertThat(engine.claim(claimed)).isEmpty();
        assertThat(wrongCounts()).isEmpty();
    }

    @Test
    void an_action_that_is_over_is_forgotten_in_the_end() {
        failed(1);
        server().run(by, Kind.DELETE, deadLetters(), 1000, null);

        now = now.plus(Duration.ofDays(31));
        server().step();

        List<UUID> left =
                rows.jdbi()
                        .withHandle(handle ->
                                handle.createQuery(
                                                "SELECT id FROM bulk_action WHERE environment_id = ?")
                                        .bind(0, rows.environment().value())
                                        .mapTo(UUID.class)
                                        .list());
        assertThat(left).isEmpty();
    }

    private Progress progress(UUID action) {
        return rows.jdbi().inTransaction(handle -> BulkStore.lock(handle, action)).progress();
    }

    private List<String> wrongCounts() {
        return rows.jdbi()
                .withHandle(handle -> EngineSteps.wrongCounts(handle, rows.environment()));
    }

    private List<String> audited(UUID action) {
        return rows.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        "SELECT outcome FROM audit_event WHERE subject = ? ORDER BY at, id")
                                .bind(0, action.toString())
                                .mapTo(String.class)
                                .list());
    }
}
