package io.hookbridge.billing.stripe.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

@Tag("unit")
class RetryAfterTest {

    private final RetryAfter retryAfter = new RetryAfter(new Random(7));

    @Test
    void callers_are_spread_over_one_to_five_seconds() {
        Set<Long> seconds = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            Duration soon = retryAfter.soon();
            assertThat(soon).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
            seconds.add(soon.toSeconds());
        }
        assertThat(seconds).contains(1L, 2L, 3L, 4L);
    }

    @ParameterizedTest
    @CsvSource({
        "1,                             1,  2",
        "7,                             7,  8",
        "30,                            30, 31",
        "999999,                        31, 32",
        "0,                             1,  5",
        "-3,                            1,  5",
        "'',                            1,  5",
        "1.5,                           1,  5",
        "99999999999999999999,          1,  5",
        "'Wed, 21 Oct 2026 07:28:00 GMT', 1, 5",
        ",                              1,  5",
    })
    void what_stripe_asks_for_is_honoured_within_bounds(
            @Nullable String header, long atLeast, long atMost) {
        assertThat(retryAfter.asked(Optional.ofNullable(header)))
                .isBetween(Duration.ofSeconds(atLeast), Duration.ofSeconds(atMost));
    }
}
