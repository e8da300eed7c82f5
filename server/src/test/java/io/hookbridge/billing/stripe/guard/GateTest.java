package io.hookbridge.billing.stripe.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.SettableTicker;
import io.hookbridge.base.TokenBucket;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;

@Tag("unit")
class GateTest {

    private static final Duration OPEN_FOR = Duration.ofSeconds(10);

    private final SettableTicker ticker = new SettableTicker();

    @Test
    void all_places_taken_turns_the_next_caller_away_until_one_leaves() {
        Gate gate = gate(2, 100, 3);
        Gate.Permit first = enter(gate);
        enter(gate);
        assertThat(reason(gate)).isEqualTo(Gate.Reason.FULL);

        first.close();
        enter(gate);
    }

    @Test
    void too_many_in_a_second_are_turned_away_and_give_their_place_back() {
        Gate gate = gate(1, 2, 3);
        enter(gate).close();
        enter(gate).close();
        assertThat(gate.enter())
                .isEqualTo(new Gate.Refused(Gate.Reason.TOO_FAST, Duration.ofMillis(500)));

        ticker.advance(Duration.ofMillis(500));
        enter(gate);
    }

    @Test
    void failures_in_a_row_open_the_breaker_and_one_probe_decides_what_comes_next() {
        Gate gate = gate(9, 100, 3);
        fail(gate, 3);
        assertThat(gate.word()).isEqualTo("open");
        assertThat(gate.enter()).isEqualTo(new Gate.Refused(Gate.Reason.BREAKER_OPEN, OPEN_FOR));

        ticker.advance(OPEN_FOR);
        Gate.Permit probe = enter(gate);
        assertThat(gate.word()).isEqualTo("probing");
        assertThat(reason(gate)).isEqualTo(Gate.Reason.BREAKER_OPEN);
        probe.failed();
        probe.close();
        assertThat(gate.word()).isEqualTo("open");

        ticker.advance(OPEN_FOR);
        Gate.Permit secondProbe = enter(gate);
        secondProbe.answered();
        secondProbe.close();
        assertThat(gate.isClosed()).isTrue();
    }

    @Test
    void an_answer_between_failures_begins_the_count_anew() {
        Gate gate = gate(9, 100, 3);
        fail(gate, 2);
        try (Gate.Permit permit = enter(gate)) {
            permit.answered();
        }
        fail(gate, 2);
        assertThat(gate.isClosed()).isTrue();
    }

    @Test
    void a_probe_that_is_abandoned_leaves_its_turn_to_the_next_caller() {
        Gate gate = gate(9, 100, 1);
        fail(gate, 1);
        ticker.advance(OPEN_FOR);
        enter(gate).close();
        enter(gate);
    }

    @Test
    void a_caller_who_is_too_fast_does_not_use_up_the_probe() {
        Gate gate = gate(9, 1, 1);
        fail(gate, 1);
        ticker.advance(OPEN_FOR);
        enter(gate).close();
        assertThat(reason(gate)).isEqualTo(Gate.Reason.TOO_FAST);
        assertThat(gate.word()).isEqualTo("open");
    }

    private Gate gate(int places, int perSecond, int failuresToOpen) {
        return new Gate(
                places,
                TokenBucket.perSecond(perSecond, ticker),
                new CircuitBreaker(failuresToOpen, OPEN_FOR, ticker));
    }

    private static void fail(Gate gate, int times) {
        for (int i = 0; i < times; i++) {
            try (Gate.Permit permit = enter(gate)) {
                permit.failed();
            }
        }
    }

    private static Gate.Permit enter(Gate gate) {
        return (Gate.Permit) gate.enter();
    }

    private static Gate.Reason reason(Gate gate) {
        return ((Gate.Refused) gate.enter()).reason();
    }
}
