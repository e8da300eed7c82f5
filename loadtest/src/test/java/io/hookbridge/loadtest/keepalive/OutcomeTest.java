package io.hookbridge.loadtest.keepalive;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.loadtest.keepalive.Attempt.Stage;
import io.hookbridge.loadtest.keepalive.Outcome.Circumstances;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.UUID;

@Tag("unit")
class OutcomeTest {

    private static final UUID ONE = new UUID(0, 1);
    private static final UUID TWO = new UUID(0, 2);

    @Test
    void what_was_delivered_once_is_good() {
        Outcome outcome =
                Outcome.of(
                        2,
                        List.of(success(ONE, false, Stage.NEW), success(TWO, false, Stage.KEPT)),
                        Map.of(ONE, 1, TWO, 1),
                        Circumstances.FAULTLESS);

        assertThat(outcome).isEqualTo(new Outcome(2, 2, 2, 1, 0, 0, 0, 0, 0, Map.of(), Map.of()));
        assertThat(outcome.isBad()).isFalse();
    }

    @Test
    void a_message_without_an_attempt_is_lost_and_one_that_only_we_believe_delivered_is_untrue() {
        assertThat(Outcome.of(1, List.of(), Map.of(), Circumstances.LEFT_ALONE).lost())
                .isEqualTo(1);
        Outcome untrue =
                Outcome.of(
                        1,
                        List.of(success(ONE, false, Stage.KEPT)),
                        Map.of(),
                        Circumstances.LEFT_ALONE);
        assertThat(untrue.untrue()).isEqualTo(1);
        assertThat(untrue.isBad()).isTrue();
    }

    @Test
    void a_second_try_explains_that_a_message_was_handled_twice_but_not_thrice() {
        List<Attempt> second = List.of(success(ONE, true, Stage.NEW));

        Outcome twice = Outcome.of(1, second, Map.of(ONE, 2), Circumstances.LEFT_ALONE);
        assertThat(twice.twice()).isEqualTo(1);
        assertThat(twice.isBad()).isFalse();
        assertThat(Outcome.of(1, second, Map.of(ONE, 3), Circumstances.LEFT_ALONE).unexplained())
                .isEqualTo(1);
        assertThat(
                        Outcome.of(
                                        1,
                                        List.of(success(ONE, false, Stage.NEW)),
                                        Map.of(ONE, 2),
                                        Circumstances.LEFT_ALONE)
                                .isBad())
                .isTrue();
    }

    @Test
    void a_receiver_that_answers_all_it_gets_never_handles_a_message_twice() {
        assertThat(
                        Outcome.of(
                                        1,
                                        List.of(success(ONE, true, Stage.NEW)),
                                        Map.of(ONE, 2),
                                        Circumstances.FAULTLESS)
                                .unexplained())
                .isEqualTo(1);
    }

    @Test
    void who_caused_a_failure_depends_on_what_was_done_to_the_receiver() {
        Attempt refused = failure(null, Stage.NONE);
        Attempt broken = failure(null, Stage.NEW);
        Attempt kept = failure(null, Stage.KEPT);
        Attempt status = failure(502, Stage.KEPT);

        assertThat(ours(Circumstances.FAULTLESS, refused, broken, kept, status)).isEqualTo(4);
        assertThat(ours(Circumstances.LEFT_ALONE, refused, broken, kept)).isEqualTo(3);
        assertThat(ours(Circumstances.LEFT_ALONE, status)).isZero();
        assertThat(ours(Circumstances.RELOADED, refused, broken, status)).isZero();
        assertThat(ours(Circumstances.RELOADED, kept)).isEqualTo(1);
    }

    @Test
    void a_message_that_waits_after_a_failed_attempt_is_not_lost() {
        Outcome outcome =
                Outcome.of(1, List.of(failure(503, Stage.NEW)), Map.of(), Circumstances.LEFT_ALONE);

        assertThat(outcome.lost()).isZero();
        assertThat(outcome.theirs()).containsEntry("status 503 (new connection)", 1L);
        assertThat(Outcome.sum(List.of(outcome, outcome)).theirs())
                .containsEntry("status 503 (new connection)", 2L);
    }

    private static long ours(Circumstances circumstances, Attempt... failed) {
        return Outcome.of(1, List.of(failed), Map.of(), circumstances).ours().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static Attempt success(UUID message, boolean second, Stage reached) {
        return new Attempt(message, 0, 200, null, second, reached);
    }

    private static Attempt failure(@Nullable Integer status, Stage reached) {
        return new Attempt(ONE, 0, status, "it broke", false, reached);
    }
}
