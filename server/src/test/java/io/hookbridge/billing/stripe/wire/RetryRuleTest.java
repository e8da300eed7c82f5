package io.hookbridge.billing.stripe.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Optional;

@Tag("unit")
class RetryRuleTest {

    private final RetryRule rule = new RetryRule(2, Duration.ofMillis(100));

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED,    '',    false",
        "REFUSED,      '',    false",
        "REFUSED,      true,  true",
        "REFUSED,      false, false",
        "CONFLICT,     '',    true",
        "CONFLICT,     false, false",
        "RATE_LIMITED, '',    false",
        "RATE_LIMITED, true,  false",
        "SERVER_ERROR, '',    true",
        "SERVER_ERROR, true,  true",
        "SERVER_ERROR, false, false",
        "UNUSABLE,     '',    false",
        "UNREACHED,    '',    true",
        "TIMED_OUT,    '',    true",
        "INTERRUPTED,  '',    false",
    })
    void only_what_another_try_can_change_is_tried_again(
            Attempt.Outcome outcome, String advice, boolean again) {
        Optional<String> header = Optional.of(advice).filter(text -> !text.isEmpty());
        assertThat(rule.pauseAfter(1, outcome, header, false, 0).isPresent()).isEqualTo(again);
    }

    @ParameterizedTest
    @CsvSource({"REFUSED, ''", "REFUSED, false", "SERVER_ERROR, ''", "SERVER_ERROR, false"})
    void a_failure_that_was_only_replayed_is_tried_again_whatever_was_advised_then(
            Attempt.Outcome outcome, String advice) {
        Optional<String> header = Optional.of(advice).filter(text -> !text.isEmpty());
        assertThat(rule.pauseAfter(1, outcome, header, true, 0)).isPresent();
        assertThat(rule.pauseAfter(3, outcome, header, true, 0)).isEmpty();
    }

    @Test
    void after_the_last_retry_there_is_no_other() {
        assertThat(pause(2, 0)).isPresent();
        assertThat(pause(3, 0)).isEmpty();
    }

    @Test
    void the_pause_doubles_and_is_spread_over_the_upper_half_of_its_range() {
        assertThat(pause(1, 0)).contains(Duration.ofMillis(50));
        assertThat(pause(1, 1)).contains(Duration.ofMillis(100));
        assertThat(pause(2, 0)).contains(Duration.ofMillis(100));
        assertThat(pause(2, 1)).contains(Duration.ofMillis(200));
    }

    private Optional<Duration> pause(int tries, double random) {
        return rule.pauseAfter(
                tries, Attempt.Outcome.SERVER_ERROR, Optional.empty(), false, random);
    }
}
