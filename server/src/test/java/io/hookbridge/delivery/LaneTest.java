package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Environment;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.TenantId;
import io.hookbridge.delivery.fair.Shares;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.MessageHead;
import io.hookbridge.retry.RetryPolicy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

@Tag("unit")
class LaneTest {

    static final TargetId TARGET = new TargetId(new UUID(0x7000, 1));
    private static final Environment ENVIRONMENT = environment(2);

    private static final Lane.Owner OWNER =
            new Lane.Owner(
                    new Shares(1).of(ENVIRONMENT),
                    new Shares(1).of(ENVIRONMENT),
                    new Burst(() -> 0),
                    new ColdTurns(new Shares(1).of(ENVIRONMENT), () -> 0));

    private static final byte[] SHA256 = new byte[32];
    private static final byte[] PAYLOAD = new byte[10];

    private final AtomicLong now = new AtomicLong();
    private final Lane lane =
            new Lane(TARGET, OWNER, new LaneLoop(new OwnLoop(), _ -> {}), now::get);

    /** The live environment of a tenant of its own. */
    static Environment environment(int number) {
        return new Environment(
                new EnvironmentId(new UUID(0x7000, number)),
                new ProjectId(new UUID(0x7000, number)),
                new TenantId(new UUID(0x7001, number)),
                Mode.LIVE);
    }

    static HeldMessage message(int number) {
        return message(target(0, 1), number, PAYLOAD);
    }

    static HeldMessage message(DeliveryTarget target, int number, byte[] payload) {
        return new HeldMessage(
                new UUID(0x7000, 9),
                target.environment().id(),
                target.id(),
                new MessageId(new UUID(0x7000, number)),
                Instant.EPOCH,
                Direction.OUTBOUND,
                "application/json",
                null,
                payload.length,
                SHA256,
                payload,
                MessageHead.NONE,
                Instant.EPOCH.plus(Duration.ofDays(1)),
                true,
                1,
                0,
                0,
                0,
                null,
                false);
    }

    static DeliveryTarget target(int rate, int burst) {
        return target("https://receiver.example/", rate, burst);
    }

    static DeliveryTarget target(String url, int rate, int burst) {
        return target(TARGET, ENVIRONMENT, url, rate, burst);
    }

    static DeliveryTarget target(TargetId id, Environment environment) {
        return target(id, environment, "https://receiver.example/", 0, 1);
    }

    private static DeliveryTarget target(
            TargetId id, Environment environment, String url, int rate, int burst) {
        return new DeliveryTarget(
                id,
                environment,
                Direction.OUTBOUND,
                url,
                Map.of(),
                rate,
                burst,
                SignatureScheme.HOOKBRIDGE,
                false,
                List.of(),
                null,
                RetryPolicy.DEFAULT,
                null,
                false,
                false);
    }

    private void fetched(int count) {
        lane.keep(count);
        IntStream.range(0, count).mapToObj(LaneTest::message).forEach(lane::add);
    }

    private long started(DeliveryTarget target) {
        return IntStream.range(0, 1000)
                .takeWhile(_ -> lane.next(target) instanceof Lane.Next.Start)
                .count();
    }

    @Test
    void no_more_attempts_run_than_the_limit_allows() {
        fetched(100);
        assertThat(started(target(0, 0))).isEqualTo(AdaptiveLimit.START);
        lane.finished(Lane.Ending.KEPT_UP);
        assertThat(started(target(0, 0))).isEqualTo(1);
    }

    @Test
    void messages_go_in_the_order_in_which_they_came() {
        fetched(2);
        assertThat(lane.next(target(0, 0))).isEqualTo(new Lane.Next.Start(message(0)));
        assertThat(lane.next(target(0, 0))).isEqualTo(new Lane.Next.Start(message(1)));
    }

    @Test
    void a_rate_lets_its_burst_through_and_then_sleeps_until_the_next() {
        fetched(10);
        assertThat(lane.next(target(10, 2))).isInstanceOf(Lane.Next.Start.class);
        assertThat(lane.next(target(10, 2))).isInstanceOf(Lane.Next.Start.class);
        assertThat(lane.next(target(10, 2))).isEqualTo(new Lane.Next.Sleep(Duration.ofMillis(100)));
        now.addAndGet(Duration.ofMillis(100).toNanos());
        assertThat(lane.next(target(10, 2))).isEqualTo(new Lane.Next.Nothing());
        lane.wake();
        assertThat(lane.next(target(10, 2))).isInstanceOf(Lane.Next.Start.class);
    }

    @Test
    void a_full_lane_refuses_places_until_the_backlog_in_the_database_is_gone() {
        for (int i = 0; i < Lane.MOST_WAITING; i++) {
            assertThat(lane.reserve()).isTrue();
        }
        assertThat(lane.reserve()).isFalse();
        lane.release();
        assertThat(lane.reserve()).isFalse();
        lane.backlog(false);
        assertThat(lane.reserve()).isTrue();
    }

    @Test
    void it_asks_for_more_from_the_database_when_little_is_left() {
        lane.backlog(true);
        assertThat(lane.wanted()).isEqualTo(2 * AdaptiveLimit.START);
        assertThat(lane.needsRefill()).isTrue();
        fetched(20);
        assertThat(lane.wanted()).isEqualTo(2 * AdaptiveLimit.START - 20);
        assertThat(lane.needsRefill()).isFalse();
    }

    @Test
    void what_is_taken_out_was_not_begun() {
        fetched(2);
        lane.next(target(0, 0));
        assertThat(lane.clear()).containsExactly(message(1));
        assertThat(lane.state().running()).isEqualTo(1);
        assertThat(lane.state().waiting()).isZero();
    }

    @Test
    void a_lane_that_has_gone_keeps_no_places() {
        lane.reserve();
        now.addAndGet(Lane.UNUSED.toNanos());
        assertThat(lane.goes()).isFalse();
        lane.release();
        assertThat(lane.goes()).isTrue();

        assertThat(lane.reserve()).isFalse();
        assertThat(lane.keep(1)).isFalse();
        assertThat(lane.goes()).isFalse();
    }

    @Test
    void a_lane_stays_until_its_pace_has_nothing_to_remember() {
        DeliveryTarget slow = target(1, 1000);
        fetched(1000);
        for (int i = 0; i < 1000; i++) {
            lane.next(slow);
            lane.finished(Lane.Ending.KEPT_UP);
        }
        now.addAndGet(Lane.UNUSED.toNanos());
        assertThat(lane.goes()).isFalse();

        now.addAndGet(Lane.UNUSED.toNanos());
        assertThat(lane.goes()).isTrue();
    }

    @Test
    void a_lane_that_sleeps_begins_nothing_until_it_wakes() {
        assertThat(lane.keep(1)).isTrue();
        lane.add(message(1));
        assertThat(lane.sleep()).isTrue();
        assertThat(lane.sleep()).isFalse();
        assertThat(lane.next(target(0, 1))).isInstanceOf(Lane.Next.Nothing.class);

        lane.wake();
        assertThat(lane.next(target(0, 1))).isInstanceOf(Lane.Next.Start.class);
    }

    @Test
    void what_was_put_off_goes_first_and_alone_until_an_attempt_is_made() {
        fetched(100);
        assertThat(started(target(0, 0))).isEqualTo(AdaptiveLimit.START);
        for (int number = AdaptiveLimit.START - 1; number >= 0; number--) {
            lane.putOff(message(number));
        }
        assertThat(lane.state().waiting()).isEqualTo(100);

        assertThat(lane.next(target(0, 0))).isEqualTo(new Lane.Next.Start(message(0)));
        assertThat(started(target(0, 0))).isZero();
        lane.finished(Lane.Ending.NOT_MADE);
        assertThat(started(target(0, 0))).as("nothing is known yet").isOne();
        lane.finished(Lane.Ending.KEPT_UP);
        assertThat(started(target(0, 0))).isEqualTo(AdaptiveLimit.START);
    }

    @Test
    void a_lane_with_a_message_that_was_put_off_stays() {
        fetched(1);
        lane.next(target(0, 0));
        lane.putOff(message(0));

        now.addAndGet(Lane.UNUSED.toNanos());
        assertThat(lane.goes()).isFalse();
        assertThat(lane.wanted()).isOne();
    }

    @Test
    void what_a_target_kept_up_with_counts_for_a_minute_and_nothing_else_does() {
        fetched(4);
        assertThat(lane.deliveredLastMinute()).isZero();

        ended(Lane.Ending.KEPT_UP);
        ended(Lane.Ending.KEPT_UP);
        ended(Lane.Ending.FAILED);
        ended(Lane.Ending.NOT_MADE);
        assertThat(lane.deliveredLastMinute()).isEqualTo(2);

        pass(Duration.ofSeconds(90));
        assertThat(lane.deliveredLastMinute()).as("half of the minute before").isEqualTo(1);
        pass(Duration.ofSeconds(30));
        assertThat(lane.deliveredLastMinute()).isZero();
    }

    private void ended(Lane.Ending ending) {
        lane.next(target(0, 0));
        lane.finished(ending);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void the_time_to_drain_follows_from_the_last_minute() {
        assertThat(new Delivery.State(1, 0, 0, true, 120).timeFor(601))
                .contains(Duration.ofSeconds(301));
        assertThat(new Delivery.State(1, 0, 0, true, 0).timeFor(600)).isEmpty();
    }
}
