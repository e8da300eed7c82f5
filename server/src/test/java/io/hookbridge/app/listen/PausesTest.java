package io.hookbridge.app.listen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

@Tag("unit")
class PausesTest {

    private final Pauses pauses = new Pauses(new Random(1));

    private List<Long> next(int count) {
        return Stream.generate(pauses::next).limit(count).map(pause -> pause.toMillis()).toList();
    }

    @Test
    void they_grow_from_a_second_to_half_a_minute_and_are_never_quite_the_same() {
        List<Long> most = List.of(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L);

        List<Long> first = next(most.size());

        for (int i = 0; i < most.size(); i++) {
            assertThat(first.get(i)).isBetween(most.get(i) / 2, most.get(i));
        }
        pauses.reset();
        assertThat(pauses.next().toMillis()).isBetween(500L, 1_000L);
        assertThat(next(20)).doesNotHaveDuplicates();
    }
}
