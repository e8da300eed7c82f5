package io.hookbridge.billing.stripe.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.billing.stripe.guard.BreakerState.Closed;
import io.hookbridge.billing.stripe.guard.BreakerState.Open;
import io.hookbridge.billing.stripe.guard.BreakerState.Probing;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

@Tag("unit")
class BreakerStateTest {

    private static final long NOW = 1_000;
    private static final Duration OPEN_FOR = Duration.ofNanos(500);

    static Stream<Arguments> steps() {
        Closed closed = new Closed(0);
        Closed onTheBrink = new Closed(2);
        Open open = new Open(1_500);
        Probing probing = new Probing();
        return Stream.of(
                row(closed, closed, closed, new Closed(1), closed),
                row(new Closed(1), new Closed(1), closed, onTheBrink, new Closed(1)),
                row(onTheBrink, onTheBrink, closed, open, onTheBrink),
                row(open, probing, open, open, open),
                row(probing, probing, closed, open, new Open(NOW)));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void each_state_has_one_next_state_for_each_event(
            BreakerState from,
            BreakerState entered,
            BreakerState answered,
            BreakerState failed,
            BreakerState abandoned) {
        assertThat(
                        List.of(
                                from.entered(),
                                from.answered(),
                                from.failed(NOW, 3, OPEN_FOR),
                                from.abandoned(NOW)))
                .isEqualTo(List.of(entered, answered, failed, abandoned));
    }

    static Stream<Arguments> admissions() {
        return Stream.of(
                Arguments.of(new Closed(2), true),
                Arguments.of(new Open(NOW + 1), false),
                Arguments.of(new Open(NOW), true),
                Arguments.of(new Open(NOW - 1), true),
                Arguments.of(new Probing(), false));
    }

    @ParameterizedTest
    @MethodSource("admissions")
    void a_caller_is_admitted_when_closed_or_when_the_time_for_the_probe_has_come(
            BreakerState state, boolean admitted) {
        assertThat(state.admits(NOW)).isEqualTo(admitted);
    }

    private static Arguments row(
            BreakerState from,
            BreakerState entered,
            BreakerState answered,
            BreakerState failed,
            BreakerState abandoned) {
        return Arguments.of(from, entered, answered, failed, abandoned);
    }
}
