package io.hookbridge.message.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.http.ApiError;
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

    private Selection any() {
        return new Selection(
                Direction.OUTBOUND,
                EnumSet.allOf(MessageStatus.class),
                null,
                null,
                now.plusMillis(1));
    }

    /** While {@code work} is done, the table takes only rows for which {@code condition} holds. */
    private void refusing(String table, String condition, Runnable work) {
        rows.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "ALTER TABLE %s ADD CONSTRAINT refused_here CHECK (%s) NOT VALID"
                                        .formatted(table, condition)));
        try {
            work.run();
        } finally {
            rows.jdbi()
                    .useHandle(handle ->
                            handle.execute(
                                    "ALTER TABLE %s DROP CONSTRAINT refused_here"
                                            .formatted(table)));
        }
    }

    /** Replayed messages are delivered and fail again, so that they would fit once more. */
    private void failAgain(List<MessageId> ids) {
        EngineSteps engine = new EngineSteps(rows);
        ids.forEach(id -> engine.giveUp(id, engine.claim(id).orElseThrow()));
    }

    /** So often it was taken over and came no further. */
    private void tried(UUID action, int times) {
        rows.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "UPDATE bulk_action SET tries = ? WHERE id = ?", times, action));
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
        assertThat(server().goOn(action, false).action().progress().done())
                .isEqualTo(ids.subList(0, 100));
        failAgain(ids.subList(0, 100));

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
        refusing(
                "queue",
                "id <> '%s'".formatted(ids.get(120)),
                () -> {
                    BulkActions.Worked worked =
                            server().run(by, Kind.REPLAY, deadLetters(), 1000, null);
                    assertThat(worked.interruption()).isNotNull();
                    assertThat(worked.progress().done()).isEqualTo(ids.subList(0, 100));
                });
        now = now.plus(BulkActions.LEASE).plusSeconds(1);
        server().step();

        assertThat(replayCounts()).containsExactly(1);
        assertThat(wrongCounts()).isEmpty();
    }

    @Test
    void a_replay_that_fails_before_it_has_done_anything_is_not_done_later_either() {
        List<MessageId> ids = failed(3);
        BulkActions server = server();
        refusing(
                "queue",
                "id <> '%s'".formatted(ids.get(1)),
                () ->
                        assertThatThrownBy(() ->
                                        server.run(by, Kind.REPLAY, deadLetters(), 1000, null))
                                .hasStackTraceContaining("refused_here"));
        UUID refused = server.list(by.tenant(), by.environment(), 1).getFirst().id();
        BulkActions.Worked repeated = server.run(by, Kind.REPLAY, deadLetters(), 1000, null);
        failAgain(ids);
        now = now.plus(BulkActions.LEASE).plusSeconds(1);
        server.step();

        assertThat(repeated.progress().done()).isEqualTo(ids);
        assertThat(replayCounts()).containsExactly(1);
        assertThat(progress(refused).finished()).isTrue();
        assertThat(audited(refused)).containsExactlyInAnyOrder("started", "failed");
    }

    @Test
    void a_replay_that_cannot_even_be_withdrawn_is_said_to_follow_and_does() {
        List<MessageId> ids = failed(3);
        List<BulkActions.Worked> worked = new ArrayList<>();
        refusing(
                "queue",
                "id <> '%s'".formatted(ids.get(1)),
                () ->
                        refusing(
                                "bulk_action",
                                "halt IS NULL",
                                () ->
                                        worked.add(
                                                server().run(
                                                                by,
                                                                Kind.REPLAY,
                                                                deadLetters(),
                                                                1000,
                                                                null))));
        now = now.plus(BulkActions.LEASE).plusSeconds(1);
        server().step();

        assertThat(worked.getFirst().interruption()).isNotNull();
        assertThat(worked.getFirst().progress().done()).isEmpty();
        assertThat(replayCounts()).containsExactly(1);
    }

    @Test
    void what_is_deleted_is_told_also_if_a_node_does_not_confirm_it() {
        List<MessageId> ids = new ArrayList<>(failed(120));
        MessageId underWay =
                rows.message(endpoint)
                        .createdAt(now.minusSeconds(2000))
                        .delivering(new EngineSteps(rows).node());
        ids.addFirst(underWay);
        ApiError silence = new ApiError(ErrorCode.SERVICE_UNAVAILABLE, "not confirmed");
        nodesLook =
                () -> {
                    throw silence;
                };

        BulkActions.Worked part = server().run(by, Kind.DELETE, any(), 1000, null);
        now = now.plus(BulkActions.LEASE).plusSeconds(1);
        server().step();
        rows.message(endpoint)
                .createdAt(now.minusSeconds(1))
                .delivering(new EngineSteps(rows).node());
        BulkActions.Worked all = server().run(by, Kind.DELETE, any(), 1000, null);

        assertThat(part.progress().done()).isEqualTo(ids.subList(0, 100));
        assertThat(part.interruption()).isSameAs(silence);
        assertThat(BulkRoutes.failure(part.progress()))
                .containsEntry("code", ErrorCode.PARTIAL_DELETE_FAILURE)
                .hasEntrySatisfying(
                        "message",
                        message -> assertThat(message).asString().contains("will go on by itself"));
        assertThat(all.progress().done()).hasSize(1);
        assertThat(BulkRoutes.failure(all.progress()))
                .containsEntry("code", ErrorCode.PARTIAL_DELETE_FAILURE)
                .hasEntrySatisfying(
                        "message", message -> assertThat(message).asString().contains("is stored"));
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
                                            progress =
                                                    server.goOn(action, false).action().progress();
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
    void an_action_goes_on_however_long_ago_it_was_ordered() {
        failed(25);
        UUID paused = server().order(by, Kind.REPLAY, deadLetters(), 25, null, Duration.ZERO);
        server().halt(by, paused, BulkAction.Halt.PAUSED);
        now = now.plus(Duration.ofHours(25));
        server().halt(by, paused, null);
        server().step();

        assertThat(progress(paused).finished()).isTrue();
        assertThat(progress(paused).doneCount()).isEqualTo(25);
    }

    @Test
    void an_action_with_a_pace_goes_on_after_a_day_without_a_server() {
        failed(25);
        UUID action = server().order(by, Kind.REPLAY, deadLetters(), 25, 5, Duration.ZERO);
        server().step();
        now = now.plus(Duration.ofHours(25));
        server().step();

        assertThat(progress(action).doneCount()).isEqualTo(20);
    }

    @Test
    void an_action_that_fails_each_time_is_stopped_and_audited_as_failed_after_a_day_of_tries() {
        MessageId id = failed(1).getFirst();
        UUID action = server().order(by, Kind.REPLAY, deadLetters(), 10, null, Duration.ZERO);
        tried(action, BulkActions.MOST_TRIES - 1);
        refusing("queue", "id <> '%s'".formatted(id), () -> server().step());
        assertThat(progress(action).finished()).isFalse();
        now = now.plus(BulkActions.LEASE).plusSeconds(1);
        server().step();

        assertThat(progress(action).finished()).isTrue();
        assertThat(server().find(by.tenant(), by.environment(), action).orElseThrow().halt())
                .isEqualTo(BulkAction.Halt.STOPPED);
        assertThat(replayCounts()).containsExactly(0);
        assertThat(audited(action)).containsExactlyInAnyOrder("started", "failed");
    }

    @Test
    void tries_count_from_the_last_that_led_further_and_from_when_it_is_told_to_go_on() {
        failed(25);
        UUID action = server().order(by, Kind.REPLAY, deadLetters(), 25, 5, Duration.ZERO);
        tried(action, BulkActions.MOST_TRIES - 1);
        server().step();
        now = now.plusSeconds(2);
        server().step();
        assertThat(progress(action).doneCount()).isEqualTo(20);

        tried(action, BulkActions.MOST_TRIES);
        server().halt(by, action, BulkAction.Halt.PAUSED);
        server().halt(by, action, null);
        now = now.plusSeconds(2);
        server().step();
        assertThat(progress(action).doneCount()).isEqualTo(25);
    }

    @Test
    void a_large_action_keeps_no_other_waiting() {
        failed(1100);
        now = now.plusSeconds(200);
        MessageRows others = MessageRows.ofStranger(pool.jdbi());
        EndpointId other = others.endpoint();
        List<MessageId> few =
                IntStream.range(0, 10)
                        .mapToObj(n ->
                                others.message(other).createdAt(now.minusSeconds(100 - n)).failed())
                        .toList();
        UUID large = server().order(by, Kind.REPLAY, deadLetters(), 5000, null, Duration.ZERO);
        UUID small =
                server().order(
                                others.requester(),
                                Kind.REPLAY,
                                deadLetters(),
                                5000,
                                null,
                                Duration.ofSeconds(1));
        now = now.plusSeconds(2);
        server().step();

        assertThat(woken.indexOf(TargetId.of(other)))
                .isBetween(1, woken.lastIndexOf(TargetId.of(endpoint)) - 1);
        assertThat(progress(small).doneCount()).isEqualTo(few.size());
        assertThat(progress(small).finished()).isTrue();
        assertThat(progress(large).doneCount()).isEqualTo(1100);
        assertThat(progress(large).finished()).isTrue();
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
        UUID action = server().order(by, Kind.DELETE, named.asOf(now), 10, null, Duration.ZERO);

        server().step();

        assertThat(progress(action).done()).containsExactly(shown, waiting);
        assertThat(server().run(by, Kind.DELETE, any().asOf(now), 10, null).progress().done())
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
