package io.hookbridge.console.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.page.Phrases;
import io.hookbridge.message.AttemptView;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

@Tag("unit")
class WaterfallTest {

    @Test
    void phases_follow_each_other_on_the_scale_of_the_longest_attempt() {
        Waterfall waterfall =
                Waterfall.of(attempt(100, 10, 20, 30, 35, 5, false), 200, Phrases.ENGLISH);

        assertThat(waterfall.bars())
                .containsExactly(
                        new Waterfall.Bar("dns", "DNS 10 ms", 0, 50),
                        new Waterfall.Bar("tcp", "TCP 20 ms", 50, 100),
                        new Waterfall.Bar("tls", "TLS 30 ms", 150, 150),
                        new Waterfall.Bar("wait", "first byte 35 ms", 300, 175),
                        new Waterfall.Bar("body", "transfer 5 ms", 475, 25));
        assertThat(waterfall.words())
                .isEqualTo("DNS 10 ms · TCP 20 ms · TLS 30 ms · first byte 35 ms · transfer 5 ms");
    }

    @Test
    void a_kept_connection_needs_no_look_up() {
        assertThat(
                        Waterfall.of(
                                        attempt(40, null, null, null, 39, 0, true),
                                        40,
                                        Phrases.ENGLISH)
                                .words())
                .isEqualTo("kept connection · first byte 39 ms · transfer 0 ms");
    }

    @Test
    void time_that_led_to_nothing_is_drawn_as_well() {
        Waterfall waterfall =
                Waterfall.of(
                        attempt(10_000, 5, null, null, null, null, false), 10_000, Phrases.ENGLISH);

        assertThat(waterfall.words()).isEqualTo("DNS 5 ms · other 9995 ms");
        assertThat(waterfall.bars().getLast().width()).isGreaterThan(990);
    }

    @Test
    void no_bar_leaves_the_drawing_where_phases_are_longer_than_the_whole() {
        assertThat(Waterfall.of(attempt(10, 5, 5, 5, 5, 5, false), 10, Phrases.ENGLISH).bars())
                .allSatisfy(bar ->
                        assertThat(bar.x() + bar.width()).isLessThanOrEqualTo(Waterfall.WIDTH));
    }

    private static AttemptView attempt(
            int total,
            @Nullable Integer dns,
            @Nullable Integer tcp,
            @Nullable Integer tls,
            @Nullable Integer ttfb,
            @Nullable Integer transfer,
            boolean kept) {
        return new AttemptView(
                new UUID(0, 1),
                1,
                Instant.EPOCH,
                "https://receiver.example/",
                200,
                total,
                1,
                null,
                null,
                "done",
                null,
                null,
                null,
                null,
                dns,
                tcp,
                tls,
                ttfb,
                transfer,
                kept,
                Map.of(),
                null,
                null,
                null);
    }
}
