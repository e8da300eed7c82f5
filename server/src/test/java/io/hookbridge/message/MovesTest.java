package io.hookbridge.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Actor;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.db.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
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
                        handle.execute("TRUNCATE pending_message, finished_message, payload"));
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
                                    SELECT concat_ws(' ', to_char(minute AT TIME ZONE 'UTC', 'HH24:MI:SS'), 'accepted', accepted,
                                           'succeeded', succeeded, 'failed', failed, 'deleted', deleted,
                                           'retrying', retrying, 'retries', retries, 'answered', answered, latency_ms)
                                      FROM message_count_change
                                     ORDER BY minute
                                    """)
                            .mapTo(String.class)
                            .list();
                });
    }

    private static Message find(Handle handle, MessageId id) {
        return MessageStore.find(handle, rows.environment(), id).orElseThrow();
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
                        "09:30:00 accepted 0 succeeded 0 failed 2 deleted 0 retrying -1 retries 0 answered 0 0",
                        "09:31:00 accepted 0 succeeded 0 failed 1 deleted 0 retrying 0 retries 0 answered 0 0");
        Message given = rows.jdbi().withHandle(handle -> find(handle, other));
        assertThat(given.status()).isEqualTo(MessageStatus.FAILED_PERMANENT);
        assertThat(given.lastError()).isEqualTo("why not");
        assertThat(given.finishedAt()).isEqualTo(NOW);
        assertThat(given.responseStatus()).isEqualTo(503);
    }

    @Test
    void what_a_node_holds_or_somebody_deleted_is_not_given_up() {
        MessageId held = draft().retrying(UUID.randomUUID());
        MessageId deleted = draft().queued();

        assertThat(
                        counted(handle -> {
                            handle.execute(
                                    "UPDATE pending_message SET deleted_at = now() WHERE id = ?",
                                    deleted.value());
                            Moves.giveUp(handle, List.of(key(held), key(deleted)), "", NOW);
                        }))
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
                .containsExactlyInAnyOrder(
                        "09:30:00 accepted 0 succeeded -1 failed -1 deleted 0 retrying 0 retries 0 answered 0 0",
                        "09:30:00 accepted 0 succeeded 0 failed 0 deleted 0 retrying -1 retries 0 answered 0 0");
        List<String> queued =
                rows.jdbi()
                        .withHandle(handle ->
                                handle.createQuery(
                                                """
                                                SELECT concat_ws(' ', status, fence, attempt_count, attempts_before,
                                                                 replay_count, due_at = :now)
                                                  FROM pending_message
                                                 ORDER BY attempt_count DESC
                                                """)
                                        .bind("now", NOW)
                                        .mapTo(String.class)
                                        .list());
        assertThat(queued)
                .containsExactly("queued 2 8 8 3 t", "queued 2 1 1 1 t", "queued 2 1 1 1 t");
    }

    @Test
    void a_deleted_message_keeps_the_state_that_was_seen_unless_a_node_holds_it() {
        MessageId held = draft().delivering(UUID.randomUUID());
        MessageId queued = draft().queued();
        MessageId succeeded = draft().succeeded();

        assertThat(
                        counted(handle ->
                                Moves.delete(
                                        handle,
                                        rows.environment(),
                                        List.of(
                                                find(handle, held),
                                                find(handle, queued),
                                                find(handle, succeeded)),
                                        BY,
                                        NOW)))
                .containsExactly(
                        "09:30:00 accepted 0 succeeded 0 failed 0 deleted 1 retrying 0 retries 0 answered 0 0");
        rows.jdbi()
                .useHandle(handle -> {
                    assertThat(find(handle, held).finishedAt()).isNull();
                    assertThat(find(handle, queued).finishedAt()).isEqualTo(NOW);
                    assertThat(find(handle, queued).status()).isEqualTo(MessageStatus.QUEUED);
                    for (MessageId id : List.of(held, queued, succeeded)) {
                        assertThat(find(handle, id).deletion())
                                .isEqualTo(new Message.Deletion(NOW, "api_key", "key_1"));
                    }
                    assertThat(
                                    handle.createQuery("SELECT body FROM payload")
                                            .mapTo(byte[].class)
                                            .list())
                            .isEmpty();
                });
    }

    @Test
    void no_more_deleted_messages_are_settled_than_are_asked_for() {
        for (int n = 0; n < 3; n++) {
            draft().pendingRetry(NOW, "slow");
        }
        draft().retrying(UUID.randomUUID());
        rows.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "UPDATE pending_message SET deleted_at = now(), deleted_by_kind = 'user', deleted_by_id = 'u'"));

        assertThat(counted(handle -> assertThat(Moves.settleDeleted(handle, 2, NOW)).isEqualTo(2)))
                .containsExactly(
                        "09:30:00 accepted 0 succeeded 0 failed 0 deleted 2 retrying -2 retries 0 answered 0 0");
        assertThat(counted(handle -> assertThat(Moves.settleDeleted(handle, 2, NOW)).isEqualTo(1)))
                .hasSize(1);
        assertThat(counted(handle -> assertThat(Moves.settleDeleted(handle, 2, NOW)).isZero()))
                .isEmpty();
    }
}
