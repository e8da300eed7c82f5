package io.hookbridge.loadtest.rig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

@Tag("unit")
class ClimbTest {

    @Test
    void a_rate_that_is_too_high_twice_is_the_last() throws Exception {
        List<Integer> steps = Climb.through(List.of(1, 2, 3, 4), rate -> rate, rate -> rate < 3);

        assertThat(steps).containsExactly(1, 2, 3, 3);
    }

    @Test
    void a_rate_that_is_too_high_once_is_not() throws Exception {
        Set<Integer> disturbed = new HashSet<>(Set.of(2));

        List<Integer> steps =
                Climb.through(List.of(1, 2, 3), rate -> rate, rate -> !disturbed.remove(rate));

        assertThat(steps).containsExactly(1, 2, 2, 3);
    }
}
