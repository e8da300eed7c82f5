package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.Statements;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.HolderStore;
import io.hookbridge.message.LivingNode;
import io.hookbridge.message.MessageHead;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.NodeWrites;
import io.hookbridge.outbound.endpoint.EndpointTrial;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Messages that go back into the queue, because their payload was over for example. */
@Tag("database")
class GiveBacksTest {

    private static final int MESSAGES = 200;

    private final EndpointTrial trial = new EndpointTrial();
    private final MessageRows rows =
            new MessageRows(trial.jdbi, trial.caller.tenant(), trial.caller.environment().id());
    private final Instant now = Instant.now();
    private final HolderStore holders = new HolderStore(new NodeWrites(trial.jdbi));
    private volatile UUID node = LivingNode.in(trial.jdbi);
    private final HeldHere held = heldOf(trial.jdbi);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final GiveBacks giveBacks = new GiveBacks(holders, held, () -> node, () -> now, meters);
    private final EndpointId endpoint = rows.endpoint();

    @AfterEach
    void close() {
        giveBacks.close();
        trial.close();
    }

    @Test
    void many_are_given_back_with_few_statements() {
        List<HeldMessage> messages = claim(MESSAGES);

        int statements =
                Statements.of(
                        trial.jdbi,
                        () -> {
                            List<CompletableFuture<Void>> givenBack =
                                    messages.stream()
                                            .map(message ->
                                                    giveBacks.giveBack(
                                                            message, Duration.ofHours(1)))
                                            .toList();
                            givenBack.forEach(CompletableFuture::join);
                        });

        assertThat(statements).isLessThan(MESSAGES / 10);
        assertThat(messages).noneMatch(held::has);
        assertThat(secondsUntilDue()).hasSize(MESSAGES).allMatch(rest -> rest > 3000);
    }

    @Test
    void one_that_was_accepted_here_comes_into_the_queue() {
        MessageId id = rows.message(endpoint).delivering(node);
        HeldMessage message = underWay(id);
        Watermark watermark = new Watermark(trial.ids);
        Watermark.Hold hold = watermark.take();
        held.add(message, hold);

        giveBacks.giveBack(message, Duration.ZERO).join();

        assertThat(secondsUntilDue()).containsExactly(0);
        assertThat(held.has(message)).isFalse();
        assertThat(watermark.low()).isNotEqualTo(hold.id());
    }

    @Test
    void what_is_in_other_hands_is_left_alone() {
        HeldMessage message = claim(1).getFirst();
        trial.jdbi.useHandle(handle -> handle.execute("UPDATE node SET fenced = true"));

        giveBacks.giveBack(message, Duration.ZERO).join();

        assertThat(secondsUntilDue()).isEmpty();
    }

    @Test
    void it_is_tried_again_until_it_is_written() {
        HeldMessage message = claim(1).getFirst();
        trial.jdbi.useHandle(handle -> handle.execute("ALTER TABLE queue RENAME TO away"));
        CompletableFuture<Void> over = giveBacks.giveBack(message, Duration.ZERO);
        assertThat(over).isNotDone();

        trial.jdbi.useHandle(handle -> handle.execute("ALTER TABLE away RENAME TO queue"));

        over.join();
        assertThat(secondsUntilDue()).containsExactly(0);
    }

    /** PostgreSQL was killed between the two, for example. */
    @Test
    void what_was_taken_is_free_at_once_when_the_database_goes_away_before_it_is_read() {
        rows.message(endpoint).queued();

        assertThatThrownBy(() -> claimUnreadable("08006"))
                .hasStackTraceContaining("expected by the test");

        Patience.until("it is free again", () -> secondsUntilDue().equals(List.of(0)));
    }

    @Test
    void what_lies_on_a_damaged_disk_rests_for_a_minute() {
        rows.message(endpoint).queued();

        assertThat(claimUnreadable("58030")).isEmpty();

        Patience.until("it is free again", () -> !secondsUntilDue().isEmpty());
        assertThat(secondsUntilDue()).hasSize(1).allMatch(rest -> rest > 0 && rest <= 60);
    }

    /**
     * @param sqlState with which PostgreSQL answers those who read payloads
     */
    private List<HeldMessage> claimUnreadable(String sqlState) {
        Jdbi payloads =
                Jdbi.create(() -> {
                    throw new SQLException("expected by the test", sqlState);
                });
        return heldOf(payloads)
                .claim(Map.of(TargetId.of(endpoint), 1), Long.MAX_VALUE, giveBacks, _ -> {})
                .messages();
    }

    @Test
    void what_cannot_be_read_rests_for_a_minute_and_is_counted_once() {
        MessageId unreadable = rows.message(endpoint).queued();
        rows.unreadable(unreadable, trial.secrets);
        for (int n = 0; n < 2; n++) {
            MessageId beside = rows.message(endpoint).queued();
            makeDue();

            HolderStore.Claimed claimed =
                    held.claim(
                            Map.of(TargetId.of(endpoint), 2), Long.MAX_VALUE, giveBacks, _ -> {});

            assertThat(claimed.messages()).extracting(HeldMessage::id).containsExactly(beside);
            assertThat(claimed.leftOver()).containsExactly(TargetId.of(endpoint));
            Patience.until("it is free again", () -> !secondsUntilDue().isEmpty());
            assertThat(secondsUntilDue()).hasSize(1).allMatch(rest -> rest > 0 && rest <= 60);
        }
        assertThat(meters.counter("hookbridge.delivery.unreadable").count()).isOne();
    }

    private void makeDue() {
        trial.jdbi.useHandle(
                handle -> handle.execute("UPDATE queue SET due_at = now() WHERE node IS NULL"));
    }

    @Test
    void it_is_left_to_the_take_over_when_this_server_has_become_another_node() {
        HeldMessage message = claim(1).getFirst();
        trial.jdbi.useHandle(handle -> handle.execute("ALTER TABLE queue RENAME TO away"));
        CompletableFuture<Void> over = giveBacks.giveBack(message, Duration.ZERO);

        node = LivingNode.in(trial.jdbi);

        over.join();
    }

    @Test
    void what_was_deleted_is_to_leave_its_lane_before_that_is_forgotten() {
        HeldMessage message = claim(1).getFirst();
        assertThat(held.isToLeave(message)).isFalse();

        held.stop(List.of(message.key()));

        assertThat(held.isToLeave(message)).isTrue();
    }

    /**
     * @param payloads where they are read
     */
    private HeldHere heldOf(Jdbi payloads) {
        return new HeldHere(
                new DueStore(payloads, new SealedHeaders(trial.secrets)),
                holders,
                () -> node,
                () -> now,
                trial.nanos::get);
    }

    private HeldMessage underWay(MessageId id) {
        byte[] payload = {1};
        return new HeldMessage(
                node,
                rows.environment(),
                TargetId.of(endpoint),
                id,
                now,
                Direction.OUTBOUND,
                "application/json",
                null,
                payload.length,
                new byte[32],
                payload,
                MessageHead.NONE,
                now.plus(Duration.ofDays(30)),
                true,
                HeldMessage.UNDER_WAY,
                0,
                0,
                0,
                null,
                false);
    }

    private List<HeldMessage> claim(int count) {
        for (int n = 0; n < count; n++) {
            rows.message(endpoint).queued();
        }
        return held.claim(Map.of(TargetId.of(endpoint), count), Long.MAX_VALUE, giveBacks, _ -> {})
                .messages();
    }

    /** Of what nobody holds, by the clock of the database; 0 for what is due. */
    private List<Integer> secondsUntilDue() {
        return trial.jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT greatest(0, ceil(extract(epoch FROM due_at - now())))
                                  FROM queue
                                 WHERE node IS NULL
                                """)
                        .mapTo(Integer.class)
                        .list());
    }
}
