package io.hookbridge.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.message.action.ReplayOutcome;
import io.hookbridge.message.action.ReplayRule;
import io.hookbridge.message.action.Replays;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** When messages are due, of servers whose clocks are an hour ahead, and an hour behind. */
@Tag("database")
class DueTimesTest {

    private static final Duration DELAY = Duration.ofMinutes(30);

    private static TestDatabase database;
    private static Jdbi jdbi;
    private static MessageRows rows;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
        rows = MessageRows.ofStranger(jdbi);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void another_attempt_is_due_after_its_delay(int ahead) {
        EngineSteps engine = engine(ahead);
        MessageId first = rows.message(rows.endpoint()).delivering(engine.node());
        MessageId later = rows.message(rows.endpoint()).retrying(engine.node());

        assertThat(engine.again(first, EngineSteps.UNDER_WAY, "slow")).isTrue();
        assertThat(engine.again(later, 1, "slow")).isTrue();

        for (MessageId each : List.of(first, later)) {
            assertThat(untilDue(each)).isBetween(Duration.ZERO, DELAY);
        }
    }

    /** It was planned before that, and its result has been on the way for some minutes. */
    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void a_retry_that_would_come_after_the_end_of_the_payload_ends_the_message(int ahead) {
        EngineSteps engine = engine(ahead);
        Instant expiry = Instant.now().plus(DELAY).minus(Duration.ofMinutes(1));
        MessageId first = rows.message(rows.endpoint()).expiresAt(expiry).delivering(engine.node());
        MessageId later = rows.message(rows.endpoint()).expiresAt(expiry).retrying(engine.node());

        assertThat(engine.again(first, EngineSteps.UNDER_WAY, "slow")).isTrue();
        assertThat(engine.again(later, 1, "slow")).isTrue();

        assertThat(decisions(first, later)).containsExactly("retention_over", "retention_over");
        jdbi.useHandle(handle ->
                assertThat(EngineSteps.wrongCounts(handle, rows.environment())).isEmpty());
    }

    private static List<String> decisions(MessageId... ended) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT decision FROM outcome WHERE id = ANY(:ids) AND status = 'failed_permanent'")
                        .bind("ids", Stream.of(ended).map(MessageId::value).toArray(UUID[]::new))
                        .mapTo(String.class)
                        .list());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void what_is_given_back_is_due_at_once(int ahead) {
        EngineSteps engine = engine(ahead);
        MessageId underWay = rows.message(rows.endpoint()).delivering(engine.node());
        MessageId claimed = rows.message(rows.endpoint()).retrying(engine.node());

        assertThat(engine.giveBack(underWay, EngineSteps.UNDER_WAY)).isTrue();
        assertThat(engine.giveBack(claimed, 1)).isTrue();

        assertDueNow(underWay, claimed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void what_is_taken_over_is_due_at_once(int ahead) {
        EngineSteps engine = engine(ahead);
        MessageId underWay = rows.message(rows.endpoint()).delivering(engine.node());
        MessageId claimed = rows.message(rows.endpoint()).retrying(engine.node());

        engine.isTakenOver();

        assertDueNow(underWay, claimed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void what_is_sent_once_more_is_due_at_once(int ahead) {
        MessageId finished = rows.message(rows.endpoint()).succeeded();
        MessageId retrying = retrying(rows.endpoint());
        MessageId broughtForward = retrying(rows.endpoint());
        Instant now = clock(ahead);

        jdbi.useTransaction(handle -> {
            Moves.requeue(
                    handle,
                    rows.environment(),
                    List.of(find(handle, finished), find(handle, retrying)),
                    now);
            Moves.retryNow(handle, rows.environment(), broughtForward, now);
        });

        assertDueNow(finished, retrying, broughtForward);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void what_has_a_payload_may_be_sent_once_more_and_nothing_else(int ahead) {
        Instant now = Instant.now();
        MessageId kept = rows.message(rows.endpoint()).expiresAt(now.plus(DELAY)).failed();
        MessageId over = rows.message(rows.endpoint()).expiresAt(now.minus(DELAY)).failed();
        Replays replays = new Replays(jdbi, new Uuid7(Instant::now), () -> clock(ahead), _ -> {});

        Map<MessageId, ReplayOutcome> outcomes =
                replays.preview(
                        rows.requester(),
                        List.of(kept, over),
                        new ReplayRule(Set.of(MessageStatus.FAILED_PERMANENT), true));

        assertThat(outcomes.get(kept)).isInstanceOf(ReplayOutcome.Queued.class);
        assertThat(outcomes.get(over)).isInstanceOf(ReplayOutcome.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void what_is_due_is_claimed_and_nothing_else(int ahead) {
        EndpointId endpoint = rows.endpoint();
        MessageId due = rows.message(endpoint).queued();
        retrying(endpoint);

        List<HeldMessage> claimed =
                new HolderStore(new NodeWrites(jdbi))
                        .claim(
                                LivingNode.in(jdbi),
                                Map.of(TargetId.of(endpoint), 2),
                                Long.MAX_VALUE,
                                clock(ahead),
                                _ -> {})
                        .messages();

        assertThat(claimed).extracting(HeldMessage::id).containsExactly(due);
    }

    private static EngineSteps engine(int ahead) {
        return new EngineSteps(rows, () -> clock(ahead));
    }

    private static Instant clock(int hoursAhead) {
        return Instant.now().plus(Duration.ofHours(hoursAhead));
    }

    private static MessageId retrying(EndpointId endpoint) {
        return rows.message(endpoint).pendingRetry(Instant.now().plus(DELAY), "slow");
    }

    private static Message find(Handle handle, MessageId id) {
        return MessageStore.find(handle, rows.environment(), Direction.OUTBOUND, id).orElseThrow();
    }

    private static void assertDueNow(MessageId... messages) {
        for (MessageId each : messages) {
            assertThat(untilDue(each)).isBetween(DELAY.negated(), Duration.ZERO);
        }
    }

    /** By the clock of the database; negative for what is due. */
    private static Duration untilDue(MessageId id) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT (extract(epoch FROM due_at - now()) * 1000)::bigint
                                  FROM queue
                                 WHERE id = :id
                                   AND node IS NULL
                                """)
                        .bind("id", id.value())
                        .mapTo(Long.class)
                        .map(Duration::ofMillis)
                        .one());
    }
}
