package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.delivery.fair.Shares;
import io.hookbridge.delivery.fair.Shares.Share;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.stream.IntStream;

@Tag("unit")
class ColdTurnsTest {

    private static final int PLACES = 64;

    private long now = Long.MAX_VALUE - 5;
    private final Share places = new Shares(1_000).of(LaneTest.environment(1));
    private final ColdTurns turns = new ColdTurns(places, () -> now);

    @BeforeEach
    void all_places_are_taken() {
        IntStream.range(0, PLACES).forEach(_ -> assertThat(turns.enter()).isTrue());
    }

    private void fetch(int messages, Duration each) {
        for (int n = 0; n < messages; n++) {
            turns.leave(each.toNanos());
            assertThat(turns.enter()).isTrue();
        }
    }

    /** What the last of so many rests. */
    private Duration last(int messages) {
        return IntStream.range(0, messages)
                .mapToObj(_ -> turns.next())
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    @Test
    void a_place_for_each_of_them_is_free_when_they_come_again() {
        fetch(1_000, Duration.ofMillis(640));

        assertThat(last(1_000)).isBetween(Duration.ofMillis(10_900), Duration.ofMillis(11_100));
    }

    @Test
    void slower_storage_makes_them_rest_longer() {
        Duration before = last(100);
        now += Duration.ofMinutes(1).toNanos();
        fetch(1_000, Duration.ofSeconds(4));

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
    void it_is_worth_while_to_fetch_more_when_half_of_the_places_are_free() {
        while (turns.enter()) {
            // Until the environment may have no more.
        }
        long most = places.held();
        assertThat(turns.room()).isZero();
        while (turns.room() == 0) {
            turns.leave(1);
        }

        assertThat(places.held()).isEqualTo(most / 2);
        assertThat(turns.room()).isEqualTo(most - most / 2);
    }

    @Test
    void nobody_rests_longer_than_a_quarter_of_an_hour() {
        assertThat(last(1_000_000)).isEqualTo(Duration.ofMinutes(15));
        assertThat(turns.next()).isEqualTo(Duration.ofMinutes(15));
    }
}
