package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class AdaptiveLimitTest {

    private final AdaptiveLimit limit = new AdaptiveLimit();

    private void succeed(int times, boolean wanted) {
        for (int i = 0; i < times; i++) {
            limit.succeeded(wanted);
        }
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            limit.failed();
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
