package io.hookbridge.delivery.fair;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Environment;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

@Tag("unit")
class TurnsTest {

    private static final Environment ONE = SharesTest.tenant(1);
    private static final Environment TWO = SharesTest.tenant(2);

    private final Turns<Environment, String> turns = new Turns<>();

    private List<String> all(Predicate<Environment> may) {
        List<String> all = new ArrayList<>();
        Optional<String> next = turns.next(may);
        while (next.isPresent()) {
            all.add(next.get());
            next = turns.next(may);
        }
        return all;
    }

    @Test
    void environments_take_turns_and_within_one_those_who_wait_longest_come_first() {
        turns.add(ONE, "a");
        turns.add(ONE, "b");
        turns.add(ONE, "c");
        turns.add(TWO, "x");
        turns.add(TWO, "y");

        assertThat(all(_ -> true)).containsExactly("a", "x", "b", "y", "c");
    }

    @Test
    void who_comes_again_comes_behind_those_who_wait() {
        turns.add(ONE, "a");
        turns.add(ONE, "b");
        turns.add(TWO, "x");
        assertThat(turns.next(_ -> true)).contains("a");
        turns.add(ONE, "a");

        assertThat(all(_ -> true)).containsExactly("x", "b", "a");
    }

    @Test
    void who_may_not_come_is_in_nobody_elses_way_and_goes_on_waiting() {
        turns.add(ONE, "a");
        turns.add(TWO, "x");
        turns.add(TWO, "y");

        assertThat(all(TWO::equals)).containsExactly("x", "y");
        assertThat(turns.isWaiting(ONE)).isTrue();
        assertThat(turns.isWaiting(TWO)).isFalse();
        assertThat(all(_ -> true)).containsExactly("a");
        assertThat(turns.isWaiting(ONE)).isFalse();
    }

    @Test
    void behind_ever_so_many_who_may_not_come_somebody_is_found_who_may() {
        for (int tenant = 10; tenant < 500; tenant++) {
            turns.add(SharesTest.tenant(tenant), "a");
        }
        turns.add(ONE, "x");

        int calls = 0;
        while (turns.isWaiting(ONE)) {
            turns.next(ONE::equals);
            calls++;
        }
        assertThat(calls).isBetween(2, 10);
    }

    @Test
    void one_of_each_comes_before_the_second_of_any() {
        assertThat(Turns.oneOfEach(List.of("a1", "a2", "a3", "b1", "c1", "c2"), s -> s.charAt(0)))
                .containsExactly("a1", "b1", "c1", "a2", "c2", "a3");
        assertThat(Turns.oneOfEach(List.<String>of(), s -> s)).isEmpty();
    }
}
