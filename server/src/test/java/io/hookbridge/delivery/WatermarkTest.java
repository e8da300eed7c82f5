package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Uuid7;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

@Tag("unit")
class WatermarkTest {

    private Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private final Watermark watermark = new Watermark(new Uuid7(() -> now));

    @Test
    void without_messages_it_is_below_all_that_come() {
        UUID low = watermark.low();

        assertThat(watermark.take().id().toString()).isGreaterThan(low.toString());
    }

    @Test
    void it_is_not_above_the_oldest_message_that_is_held() {
        Watermark.Hold oldest = watermark.take();
        now = now.plusSeconds(1);
        watermark.take().release();

        assertThat(watermark.low()).isEqualTo(oldest.id());
    }

    @Test
    void it_rises_when_the_oldest_is_released_whatever_came_later() {
        Watermark.Hold oldest = watermark.take();
        now = now.plusSeconds(1);
        Watermark.Hold second = watermark.take();
        now = now.plusSeconds(1);
        watermark.take().release();
        oldest.release();

        assertThat(watermark.low()).isEqualTo(second.id());
    }

    @Test
    void messages_of_one_moment_hold_it_together() {
        Watermark.Hold first = watermark.take();
        Watermark.Hold second = watermark.take();
        first.release();

        assertThat(watermark.low()).isEqualTo(first.id());
        second.release();
        assertThat(watermark.low().toString()).isGreaterThan(second.id().toString());
    }

    @Test
    void it_never_falls_when_the_clock_steps_back() {
        Watermark.Hold before = watermark.take();
        before.release();
        UUID low = watermark.low();
        now = now.minus(Duration.ofHours(1));

        Watermark.Hold after = watermark.take();

        assertThat(after.id().toString()).isGreaterThan(low.toString());
        assertThat(watermark.low()).isEqualTo(after.id());
    }
}
