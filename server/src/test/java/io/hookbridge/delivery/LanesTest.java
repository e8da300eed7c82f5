package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.message.HeldMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;

@Tag("unit")
class LanesTest {

    private static final TargetId OTHER = new TargetId(new UUID(7, 7));

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<HeldMessage> begun = new ArrayList<>();
    private boolean databaseIsAway;
    private boolean attemptsEndAtOnce;
    private long nanos;
    private final Lanes lanes =
            new Lanes(this::find, new Starting(), timer, () -> nanos, 1_000_000);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void an_attempt_ends_well_though_the_next_cannot_begin_because_the_database_is_away() {
        TargetId target = LaneTest.TARGET;
        lanes.add(target, List.of(LaneTest.message(1)));
        databaseIsAway = true;
        lanes.add(target, List.of(LaneTest.message(2)));

        lanes.finished(lanes.lane(target), Lane.Ending.KEPT_UP);

        assertThat(begun).extracting(HeldMessage::id).containsExactly(LaneTest.message(1).id());
        databaseIsAway = false;
        lanes.pumpAll();
        assertThat(begun).extracting(HeldMessage::id).endsWith(LaneTest.message(2).id());
    }

    @Test
    void a_burst_is_stored_before_what_waits_is_delivered() {
        TargetId target = LaneTest.TARGET;
        burst();
        lanes.add(target, messages(1, Burst.FEW_WAITING));
        assertThat(begun).isEmpty();

        lanes.stored();

        assertThat(begun).isNotEmpty();
    }

    @Test
    void a_burst_delays_nobody_who_has_few_messages_waiting() {
        burst();
        lanes.add(LaneTest.TARGET, messages(1, Burst.FEW_WAITING - 1));
        assertThat(begun).isNotEmpty();
    }

    @Test
    void a_burst_without_end_delays_deliveries_only_for_a_while() {
        burst();
        lanes.add(LaneTest.TARGET, messages(1, Burst.FEW_WAITING));
        nanos += Burst.LONGEST_PAUSE.toNanos() - 1;
        lanes.pumpAll();
        assertThat(begun).isEmpty();

        nanos++;
        lanes.pumpAll();

        assertThat(begun).isNotEmpty();
    }

    @Test
    void bursts_one_after_another_delay_deliveries_half_of_the_time_at_most() {
        burst();
        nanos += Burst.LONGEST_PAUSE.toNanos();
        lanes.stored();
        lanes.storing();
        lanes.add(LaneTest.TARGET, messages(1, Burst.FEW_WAITING));
        assertThat(begun).isNotEmpty();

        nanos += Burst.LONGEST_PAUSE.toNanos();
        lanes.stored();
        lanes.storing();
        begun.clear();
        lanes.add(OTHER, messages(1, Burst.FEW_WAITING));
        assertThat(begun).isEmpty();
    }

    @Test
    void one_call_begins_only_so_many_though_attempts_end_as_fast_as_they_begin() {
        attemptsEndAtOnce = true;
        lanes.add(LaneTest.TARGET, messages(1, 10 * AdaptiveLimit.MOST));
        assertThat(begun).hasSize(AdaptiveLimit.MOST);
    }

    @Test
    void when_no_more_may_run_the_lanes_take_turns() {
        int full = Lanes.MOST_UNDER_WAY / AdaptiveLimit.START;
        for (int n = 0; n < full; n++) {
            lanes.add(new TargetId(new UUID(8, n)), messages(1, AdaptiveLimit.START));
        }
        assertThat(begun).hasSize(Lanes.MOST_UNDER_WAY);
        lanes.add(LaneTest.TARGET, messages(100, 2));
        lanes.add(OTHER, messages(200, 2));
        assertThat(begun).hasSize(Lanes.MOST_UNDER_WAY);

        for (int n = 0; n < 4; n++) {
            lanes.done(begun.get(n));
        }

        assertThat(begun.subList(Lanes.MOST_UNDER_WAY, begun.size()))
                .extracting(HeldMessage::id)
                .containsExactly(
                        LaneTest.message(100).id(),
                        LaneTest.message(200).id(),
                        LaneTest.message(101).id(),
                        LaneTest.message(201).id());
    }

    private void burst() {
        for (int i = 0; i < Burst.MANY_BEING_STORED; i++) {
            lanes.storing();
        }
    }

    private static List<HeldMessage> messages(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(LaneTest::message).toList();
    }

    private Optional<DeliveryTarget> find(TargetId target) {
        if (databaseIsAway) {
            throw new IllegalStateException("the database is away");
        }
        return Optional.of(LaneTest.target(0, 1));
    }

    private final class Starting implements Lanes.Starting {

        @Override
        public void start(Lane lane, DeliveryTarget target, HeldMessage message) {
            begun.add(message);
            if (attemptsEndAtOnce) {
                lane.finished(Lane.Ending.KEPT_UP);
            }
        }

        @Override
        public boolean mayStart() {
            return true;
        }

        @Override
        public void refill() {}

        @Override
        public void giveBack(List<HeldMessage> messages) {}
    }
}
