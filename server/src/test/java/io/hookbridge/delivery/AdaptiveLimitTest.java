package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;

@Tag("unit")
class AdaptiveLimitTest {

    private final AdaptiveLimit limit = new AdaptiveLimit();
    private long now = 1;

    private void succeed(int times, boolean wanted) {
        for (int i = 0; i < times; i++) {
            limit.began(now);
            limit.succeeded(wanted, now);
        }
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            limit.began(now);
            limit.failed(now);
        }
    }

    /** As many attempts as may run begin together, and all are answered after this time. */
    private void answerAllAfter(Duration latency) {
        int all = limit.current();
        for (int i = 0; i < all; i++) {
            limit.began(now);
        }
        now += latency.toNanos();
        for (int i = 0; i < all; i++) {
            limit.succeeded(true, now);
        }
    }

    @Test
    void it_doubles_with_every_round_of_successes_up_to_the_most() {
        succeed(16, true);
        assertThat(limit.current()).isEqualTo(32);
        succeed(32, true);
        assertThat(limit.current()).isEqualTo(64);
        succeed(64 + 128, true);
        assertThat(limit.current()).isEqualTo(AdaptiveLimit.MOST);
    }

    @Test
    void it_does_not_grow_while_nothing_waits() {
        succeed(1000, false);
        assertThat(limit.current()).isEqualTo(AdaptiveLimit.START);
    }

    @Test
    void failures_that_were_under_way_together_count_once() {
        fail(1);
        assertThat(limit.current()).isEqualTo(8);
        fail(7);
        assertThat(limit.current()).isEqualTo(8);
        fail(1);
        assertThat(limit.current()).isEqualTo(4);
    }

    @Test
    void an_endpoint_that_always_fails_is_tried_one_at_a_time_and_never_not_at_all() {
        fail(1000);
        assertThat(limit.current()).isEqualTo(1);
    }

    @Test
    void a_target_that_answers_slowly_gets_no_more_than_it_began_with() {
        for (int round = 0; round < 10; round++) {
            answerAllAfter(Duration.ofSeconds(14));
        }
        assertThat(limit.current()).isEqualTo(AdaptiveLimit.START);
        assertThat(limit.running()).isZero();
    }

    @Test
    void the_longer_answers_take_the_fewer_run_at_once() {
        for (int round = 0; round < 10; round++) {
            answerAllAfter(Duration.ofSeconds(2));
        }
        assertThat(limit.current()).isEqualTo(64);

        for (int round = 0; round < 10; round++) {
            answerAllAfter(Duration.ofSeconds(1));
        }
        assertThat(limit.current()).isEqualTo(AdaptiveLimit.MOST);

        answerAllAfter(Duration.ofSeconds(4));
        assertThat(limit.current()).isEqualTo(32);
    }

    @Test
    void a_few_slow_answers_count_as_long_as_they_take() {
        for (int round = 0; round < 200; round++) {
            limit.began(now);
            for (int quick = 0; quick < 3; quick++) {
                limit.began(now);
                now += Duration.ofMillis(10).toNanos();
                limit.succeeded(true, now);
            }
            now += Duration.ofSeconds(12).toNanos();
            limit.succeeded(true, now);
        }
        assertThat(limit.current()).isBetween(32, 64);
    }

    @Test
    void after_a_failure_it_grows_by_one_a_round() {
        fail(1);
        succeed(8, true);
        assertThat(limit.current()).isEqualTo(9);
        succeed(9, true);
        assertThat(limit.current()).isEqualTo(10);
    }

    @Test
    void an_endpoint_that_recovers_earns_its_limit_back() {
        fail(1000);
        succeed(20_000, true);
        assertThat(limit.current()).isEqualTo(AdaptiveLimit.MOST);
    }
}
