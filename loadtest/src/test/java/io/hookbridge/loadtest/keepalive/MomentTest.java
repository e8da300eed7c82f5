package io.hookbridge.loadtest.keepalive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

@Tag("unit")
class MomentTest {

    private static final Duration LENGTH = Duration.ofSeconds(100);

    private final List<Rhythm> rhythms = Rhythm.around(Duration.ofSeconds(5));
    private final List<Moment> moments = Moment.of(rhythms, 8, LENGTH, new Random(1));

    @Test
    void moments_are_in_order_and_not_after_the_end() {
        assertThat(moments).isSortedAccordingTo(Comparator.comparing(Moment::at));
        assertThat(moments.getLast().at()).isLessThan(LENGTH);
    }

    @Test
    void each_endpoint_keeps_its_rhythm() {
        for (int endpoint = 0; endpoint < 8; endpoint++) {
            int one = endpoint;
            List<Duration> own =
                    moments.stream()
                            .filter(moment -> moment.endpoint() == one)
                            .map(Moment::at)
                            .toList();
            assertThat(own.getFirst()).isLessThan(Duration.ofSeconds(10));
            assertThat(own).hasSizeGreaterThan(10);
            for (int i = 1; i < own.size(); i++) {
                assertThat(own.get(i).minus(own.get(i - 1)).toMillis())
                        .isBetween(rhythms.get(one).least(), rhythms.get(one).most());
            }
        }
    }

    @Test
    void a_second_less_than_a_second_is_half_of_it() {
        assertThat(Rhythm.around(Duration.ofSeconds(1)).getFirst().least()).isEqualTo(500);
        assertThat(Rhythm.around(Duration.ofSeconds(60)).getFirst().least()).isEqualTo(59_000);
    }
}
