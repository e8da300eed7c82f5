package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

@Tag("unit")
class FrameAllowanceTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final FrameAllowance allowance = new FrameAllowance(0);

    /** How many frames it allows now. */
    private int left(long nowNanos) {
        int taken = 0;
        while (allowance.take(1, nowNanos)) {
            taken++;
        }
        return taken;
    }

    @Test
    void there_are_many_at_once_and_then_few_as_time_goes() {
        assertThat(left(0)).isEqualTo(FrameAllowance.AT_ONCE);
        // The one that was not allowed has to be made up for.
        assertThat(left(SECOND)).isEqualTo(19);
        assertThat(left(11 * SECOND / 10)).isZero();
    }

    @Test
    void time_is_not_saved_up() {
        assertThat(left(1_000_000 * SECOND)).isEqualTo(FrameAllowance.AT_ONCE);
    }

    @Test
    void requests_and_bodies_earn_more() {
        left(0);
        allowance.request();
        assertThat(left(0)).isEqualTo(9);
        for (int i = 0; i < 1024; i++) {
            allowance.moved(10);
        }
        assertThat(left(0)).isEqualTo(9);
    }

    @Test
    void whoever_downloads_may_give_back_the_window_for_each_of_its_frames() {
        left(0);
        allowance.moved(1024);
        for (int frame = 0; frame < 100_000; frame++) {
            allowance.moved(16 * 1024);
            assertThat(allowance.take(2, 0)).isTrue();
        }
    }
}
