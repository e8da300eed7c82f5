package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.stream.IntStream;

@Tag("unit")
class ColdTurnsTest {

    private static final int PLACES = 64;

    private long now = Long.MAX_VALUE - 5;
    private final ColdTurns turns = new ColdTurns(PLACES, () -> now);

    /** What the last of so many rests. */
    private Duration last(int messages) {
        return IntStream.range(0, messages)
                .mapToObj(_ -> turns.next())
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    @Test
    void a_place_for_each_of_them_is_free_when_they_come_again() {
        IntStream.range(0, 1_000).forEach(_ -> turns.taken(Duration.ofMillis(640).toNanos()));

        assertThat(last(1_000)).isBetween(Duration.ofMillis(10_900), Duration.ofMillis(11_100));
    }

    @Test
    void slower_storage_makes_them_rest_longer() {
        Duration before = last(100);
        now += Duration.ofMinutes(1).toNanos();
        IntStream.range(0, 1_000).forEach(_ -> turns.taken(Duration.ofSeconds(4).toNanos()));

        assertThat(last(100)).isGreaterThan(before.multipliedBy(3));
    }

    @Test
    void whoever_comes_when_the_others_have_had_their_turn_rests_for_a_second() {
        Duration first = turns.next();
        last(500);
        now += Duration.ofMinutes(1).toNanos();

        assertThat(turns.next()).isEqualTo(first).isLessThan(Duration.ofMillis(1_010));
    }

    @Test
    void nobody_rests_longer_than_a_quarter_of_an_hour() {
        assertThat(last(1_000_000)).isEqualTo(Duration.ofMinutes(15));
        assertThat(turns.next()).isEqualTo(Duration.ofMinutes(15));
    }
}
