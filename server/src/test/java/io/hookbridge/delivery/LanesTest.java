package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.MessageHead;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

@Tag("unit")
class LanesTest {

    private static final long MOST_BYTES = 1_000_000;

    private static final DeliveryTarget TARGET = LaneTest.target(0, 1);
    private static final DeliveryTarget OTHER =
            LaneTest.target(new TargetId(new UUID(7, 7)), TARGET.environment());
    private static final DeliveryTarget STRANGER =
            LaneTest.target(new TargetId(new UUID(8, 8)), LaneTest.environment(8));

    private final Later timer = new Later();
    private final List<HeldMessage> begun = new ArrayList<>();
    private boolean databaseIsAway;
    private @Nullable DeliveryTarget failing;
    private boolean waitTooLong;
    private final List<HeldMessage> givenBack = new ArrayList<>();
    private boolean attemptsEndAtOnce;
    private int begunByThen;
    private int refills;
    private long nanos;
    private final OwnLoop loop = new OwnLoop();
    private final Lanes lanes =
            new Lanes(this::ask, _ -> loop, new Starting(), timer, () -> nanos, MOST_BYTES);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void an_attempt_ends_well_though_the_next_cannot_begin_because_the_database_is_away() {
        add(TARGET, List.of(LaneTest.message(1)));
        databaseIsAway = true;
        add(TARGET, List.of(LaneTest.message(2)));

        lanes.finished(lanes.lane(TARGET), Lane.Ending.KEPT_UP);

        assertThat(begun).extracting(HeldMessage::id).containsExactly(LaneTest.message(1).id());
        databaseIsAway = false;
        lanes.tendAll();
        assertThat(begun).extracting(HeldMessage::id).endsWith(LaneTest.message(2).id());
    }

    @Test
    void what_was_fetched_lies_in_its_lanes_though_an_attempt_cannot_begin() {
        failing = TARGET;
        add(TARGET, messages(1, 3));
        failing = null;

        lanes.tendAll();

        // The one whose attempt failed to begin is its owner's to end.
        assertThat(begun).hasSize(2);
    }

    @Test
    void a_lane_that_fails_keeps_no_other_of_its_loop_waiting() {
        HeldMessage first = LaneTest.message(OTHER, 1, new byte[2]);
        HeldMessage second = LaneTest.message(OTHER, 2, new byte[2]);
        failing = TARGET;
        loop.execute(() -> {
            add(TARGET, messages(1, 3));
            add(OTHER, List.of(first));
        });
        assertThat(begun).containsExactly(first);

        databaseIsAway = true;
        add(OTHER, List.of(second));
        databaseIsAway = false;
        lanes.tendAll();

        assertThat(begun).containsExactly(first, second);
    }

    @Test
    void a_burst_is_stored_before_what_waits_is_delivered() {
        Lane.Owner sender = burst();
        add(TARGET, messages(1, Burst.FEW_WAITING));
        assertThat(begun).isEmpty();

        lanes.stored(sender);

        assertThat(begun).isNotEmpty();
    }

    @Test
    void what_waits_too_long_is_given_back_and_more_goes_to_the_database() {
        Lane lane = lanes.lane(TARGET);
        lanes.add(lane, messages(0, AdaptiveLimit.START + 3));
        waitTooLong = true;

        lanes.tendAll();

        assertThat(givenBack).hasSize(3);
        assertThat(begun).hasSize(AdaptiveLimit.START);
        assertThat(lane.isBehind()).isTrue();
        assertThat(lane.reserve()).isFalse();
    }

    @Test
    void a_burst_delays_nobody_who_has_few_messages_waiting() {
        burst();
        add(TARGET, messages(1, Burst.FEW_WAITING - 1));
        assertThat(begun).isNotEmpty();
    }

    @Test
    void a_burst_delays_nobody_elses_messages_however_many_wait() {
        burst();
        add(STRANGER, messages(STRANGER, Burst.FEW_WAITING));
        assertThat(begun).isNotEmpty();
    }

    @Test
    void a_burst_without_end_delays_deliveries_only_for_a_while() {
        burst();
        add(TARGET, messages(1, Burst.FEW_WAITING));
        nanos += Burst.LONGEST_PAUSE.toNanos() - 1;
        lanes.tendAll();
        assertThat(begun).isEmpty();

        nanos++;
        lanes.tendAll();

        assertThat(begun).isNotEmpty();
    }

    @Test
    void a_pause_ends_in_time_though_the_burst_does_not() {
        burst();
        add(TARGET, messages(1, Burst.FEW_WAITING));
        assertThat(begun).isEmpty();

        nanos += timer.nanos();
        timer.run();

        assertThat(nanos).isEqualTo(Burst.LONGEST_PAUSE.toNanos());
        assertThat(begun).isNotEmpty();
    }

    @Test
    void a_lane_rests_whose_attempt_was_put_off_and_the_message_keeps_its_memory_only() {
        List<HeldMessage> messages = messages(1, AdaptiveLimit.START + 1);
        add(TARGET, messages);
        long held = lanes.memory().held();
        int underWay = lanes.underWay();
        begun.clear();

        lanes.putOff(lanes.lane(TARGET), messages.getFirst());
        assertThat(lanes.underWay()).isEqualTo(underWay - 1);
        assertThat(lanes.memory().held()).isEqualTo(held);
        messages.subList(1, AdaptiveLimit.START).forEach(this::end);
        lanes.tendAll();
        assertThat(begun).isEmpty();

        nanos += timer.nanos();
        timer.run();

        assertThat(nanos).isEqualTo(Lane.REST.toNanos());
        assertThat(begun).startsWith(messages.getFirst()).hasSize(2);
    }

    @Test
    void bursts_one_after_another_delay_deliveries_half_of_the_time_at_most() {
        Lane.Owner sender = burst();
        nanos += Burst.LONGEST_PAUSE.toNanos();
        lanes.stored(sender);
        lanes.storing(TARGET.environment());
        add(TARGET, messages(1, Burst.FEW_WAITING));
        assertThat(begun).isNotEmpty();

        nanos += Burst.LONGEST_PAUSE.toNanos();
        lanes.stored(sender);
        lanes.storing(TARGET.environment());
        begun.clear();
        add(OTHER, messages(OTHER, Burst.FEW_WAITING));
        assertThat(begun).isEmpty();
    }

    @Test
    void a_loop_comes_to_other_work_though_attempts_end_as_fast_as_they_begin() {
        attemptsEndAtOnce = true;
        loop.execute(() -> {
            add(TARGET, messages(1, 10 * AdaptiveLimit.MOST));
            loop.execute(() -> begunByThen = begun.size());
        });
        assertThat(begunByThen).isBetween(1, AdaptiveLimit.MOST);
        assertThat(begun).hasSize(10 * AdaptiveLimit.MOST);
    }

    @Test
    void who_fills_the_memory_leaves_some_for_others() {
        HeldMessage large = LaneTest.message(TARGET, 1, new byte[100_000]);
        for (Optional<Lane> place = lanes.reserve(TARGET, large.bytes());
                place.isPresent();
                place = lanes.reserve(TARGET, large.bytes())) {
            lanes.fill(place.get(), large);
        }

        assertThat(lanes.reserve(OTHER, large.bytes())).as("of the same").isEmpty();
        assertThat(lanes.reserve(STRANGER, large.bytes())).isPresent();
        assertThat(lanes.memory().mayFetch(lanes.lane(TARGET).owner().memory())).isFalse();
        assertThat(lanes.memory().mayFetch(lanes.lane(STRANGER).owner().memory())).isTrue();
    }

    @Test
    void a_tenant_with_many_targets_that_do_not_answer_leaves_places_for_others() {
        flood();
        assertThat(begun).hasSizeBetween(1000, Lanes.MOST_UNDER_WAY * 2 / 3 + 1);
        HeldMessage message = LaneTest.message(STRANGER, 1, new byte[2]);

        add(STRANGER, List.of(message));

        assertThat(begun).endsWith(message);
    }

    @Test
    void places_that_become_free_go_to_who_holds_few_of_them() {
        flood();
        int many = begun.size();
        for (int n = 0; n < 100; n++) {
            DeliveryTarget target =
                    LaneTest.target(new TargetId(new UUID(10, n)), STRANGER.environment());
            add(target, messages(target, AdaptiveLimit.START));
        }
        int few = begun.size() - many;

        for (HeldMessage message : List.copyOf(begun.subList(0, 400))) {
            end(message);
        }

        assertThat(begun.subList(many + few, begun.size()))
                .hasSizeGreaterThan(200)
                .extracting(HeldMessage::environment)
                .containsOnly(STRANGER.environment().id());
        assertThat(lanes.underWay()).isLessThan(Lanes.MOST_UNDER_WAY);
    }

    /** Of one tenant: 1000 targets with 8 messages each. */
    private void flood() {
        for (int n = 0; n < 1000; n++) {
            DeliveryTarget target =
                    LaneTest.target(new TargetId(new UUID(9, n)), TARGET.environment());
            add(target, messages(target, 8));
        }
    }

    @Test
    void who_waits_for_memory_is_told_once_when_some_is_given_back() {
        HeldMessage large = LaneTest.message(TARGET, 1, new byte[(int) MOST_BYTES]);
        add(TARGET, List.of(large));
        add(OTHER, List.of(LaneTest.message(OTHER, 2, new byte[0])));
        assertThat(lanes.memory().mayFetch()).isFalse();
        assertThat(lanes.memory().setAside()).isZero();
        assertThat(refills).isZero();

        lanes.done(lanes.lane(TARGET), large);
        assertThat(refills).isOne();
        assertThat(lanes.memory().mayFetch()).isTrue();
        long aside = lanes.memory().setAside();
        assertThat(aside).isBetween(MOST_BYTES / 5, MOST_BYTES / 4);
        lanes.memory().putBack(aside);

        lanes.done(lanes.lane(OTHER), LaneTest.message(OTHER, 2, new byte[0]));
        assertThat(refills).isOne();
        assertThat(lanes.memory().held()).isZero();
    }

    @Test
    void a_lane_that_nobody_has_used_for_long_goes() {
        HeldMessage message = LaneTest.message(1);
        add(TARGET, List.of(message));
        end(message);
        nanos += Lane.UNUSED.toNanos() - 1;
        lanes.tendAll();
        assertThat(lanes.all()).hasSize(1);

        nanos++;
        lanes.tendAll();

        assertThat(lanes.all()).isEmpty();
    }

    @Test
    void a_lane_stays_while_an_attempt_runs_or_a_place_is_kept_or_more_is_due() {
        add(TARGET, List.of(LaneTest.message(1)));
        lanes.reserve(OTHER, 1);
        lanes.lane(STRANGER).backlog(true);

        nanos += Lane.UNUSED.toNanos();
        lanes.tendAll();

        assertThat(lanes.all())
                .extracting(Lane::target)
                .containsExactlyInAnyOrder(TARGET.id(), OTHER.id(), STRANGER.id());
    }

    @Test
    void what_is_fetched_for_a_lane_that_has_just_gone_is_delivered() {
        Lane gone = lanes.lane(TARGET);
        nanos += Lane.UNUSED.toNanos();
        lanes.tendAll();

        lanes.add(gone, messages(1, 2));

        assertThat(begun).hasSize(2);
        assertThat(lanes.known(TARGET.id()).orElseThrow().state().running()).isEqualTo(2);
        assertThat(gone.state().running()).isZero();
    }

    @Test
    void headers_take_memory_like_payloads() {
        MessageHead head = new MessageHead.Sent(Map.of("X-Large", "x".repeat((int) MOST_BYTES)));

        assertThat(lanes.reserve(TARGET, HeldMessage.bytes(0, head))).isEmpty();
        assertThat(lanes.reserve(OTHER, HeldMessage.bytes(0, MessageHead.NONE))).isPresent();
    }

    /** Does what is scheduled when a test says so. */
    private static final class Later extends ScheduledThreadPoolExecutor {

        private @Nullable Runnable task;
        private long nanos;

        Later() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable next, long delay, TimeUnit unit) {
            task = next;
            nanos = unit.toNanos(delay);
            return super.schedule(() -> {}, 0, unit);
        }

        /** When the last of it is due, from the moment at which it was scheduled. */
        long nanos() {
            return nanos;
        }

        void run() {
            Objects.requireNonNull(task).run();
        }
    }

    private void add(DeliveryTarget target, List<HeldMessage> messages) {
        lanes.add(lanes.lane(target), messages);
    }

    private void end(HeldMessage message) {
        Lane lane = lanes.known(message.target()).orElseThrow();
        lanes.finished(lane, Lane.Ending.KEPT_UP);
        lanes.done(lane, message);
    }

    private Lane.Owner burst() {
        for (int i = 1; i < Burst.MANY_BEING_STORED; i++) {
            lanes.storing(TARGET.environment());
        }
        return lanes.storing(TARGET.environment());
    }

    private static List<HeldMessage> messages(DeliveryTarget target, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> LaneTest.message(target, number, new byte[2]))
                .toList();
    }

    private static List<HeldMessage> messages(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(LaneTest::message).toList();
    }

    private CompletableFuture<Optional<DeliveryTarget>> ask(TargetId target) {
        if (databaseIsAway) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("the database is away"));
        }
        return CompletableFuture.completedFuture(
                Stream.of(OTHER, STRANGER)
                        .filter(known -> known.id().equals(target))
                        .findFirst()
                        .or(() -> Optional.of(TARGET)));
    }

    private final class Starting implements Starter {

        @Override
        public void start(Lane lane, DeliveryTarget target, HeldMessage message) {
            if (target.equals(failing)) {
                throw new IllegalStateException("expected by the test");
            }
            begun.add(message);
            if (attemptsEndAtOnce) {
                end(message);
            }
        }

        @Override
        public boolean mayStart() {
            return true;
        }

        @Override
        public void refill() {
            refills++;
        }

        @Override
        public boolean isToLeave(HeldMessage message) {
            return waitTooLong;
        }

        @Override
        public void giveBack(List<HeldMessage> messages) {
            givenBack.addAll(messages);
        }
    }
}
