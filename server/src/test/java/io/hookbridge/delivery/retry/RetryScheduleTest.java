package io.hookbridge.delivery.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.delivery.retry.AttemptOutcome.Answered;
import io.hookbridge.delivery.retry.AttemptOutcome.Unanswered;
import io.hookbridge.message.RetryDecision;
import io.hookbridge.message.RetryDecision.Again;
import io.hookbridge.message.RetryDecision.Done;
import io.hookbridge.message.RetryDecision.GiveUp;
import io.hookbridge.message.RetryDecision.Reason;
import io.hookbridge.message.RetryDecision.Tier;
import io.hookbridge.retry.RetriedStatuses;
import io.hookbridge.retry.RetryPolicy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

@Tag("unit")
class RetryScheduleTest {

    private static final Duration LONG = Duration.ofDays(30);

    @ParameterizedTest
    @CsvSource({"1, PT30M", "2, PT2H", "3, PT6H", "4, PT12H", "5, PT24H", "6, PT48H", "7, PT72H"})
    void what_may_pass_is_tried_again_after_longer_and_longer_waits(int attempt, Duration delay) {
        assertThat(after(answered(500), attempt)).isEqualTo(new Again(delay, Tier.SLOW));
    }

    @ParameterizedTest
    @CsvSource({"1, 30", "2, 60", "3, 120", "4, 240", "5, 300", "6, 300", "7, 300"})
    void a_receiver_with_too_much_to_do_is_tried_again_soon(int attempt, int seconds) {
        assertThat(after(answered(429), attempt))
                .isEqualTo(new Again(Duration.ofSeconds(seconds), Tier.FAST));
    }

    @Test
    void the_eighth_attempt_is_the_last_and_a_plan_may_allow_fewer() {
        assertThat(after(answered(503), 8)).isEqualTo(new GiveUp(Reason.ATTEMPTS_USED_UP));
        assertThat(RetrySchedule.after(answered(503), RetryPolicy.DEFAULT, 5, 5, LONG, 0))
                .isInstanceOf(Again.class);
        assertThat(RetrySchedule.after(answered(503), RetryPolicy.DEFAULT, 6, 5, LONG, 0))
                .isEqualTo(new GiveUp(Reason.ATTEMPTS_USED_UP));
        assertThat(RetrySchedule.after(answered(503), RetryPolicy.DEFAULT, 1, 0, LONG, 0))
                .isEqualTo(new GiveUp(Reason.ATTEMPTS_USED_UP));
        assertThat(RetrySchedule.after(answered(503), RetryPolicy.DEFAULT, 8, 100, LONG, 0))
                .isEqualTo(new GiveUp(Reason.ATTEMPTS_USED_UP));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 299})
    void any_2xx_is_delivered(int status) {
        assertThat(after(answered(status), 1)).isEqualTo(new Done());
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 307, 308, 400, 401, 403, 404, 405, 413, 422, 451})
    void what_will_not_pass_is_given_up(int status) {
        assertThat(after(answered(status), 1)).isEqualTo(new GiveUp(Reason.REFUSED));
    }

    @Test
    void a_receiver_that_is_gone_is_told_apart() {
        assertThat(after(answered(410), 1)).isEqualTo(new GiveUp(Reason.GONE));
    }

    @ParameterizedTest
    @CsvSource({
        "200, false",
        "410, false",
        "429, false",
        "503, false",
        "400, true",
        "401, true",
        "403, true",
        "404, true",
        "302, true",
    })
    void a_new_key_is_refused_by_what_would_end_the_message(int status, boolean refused) {
        assertThat(RetrySchedule.refusesKey(answered(status), RetryPolicy.DEFAULT))
                .isEqualTo(refused);
    }

    @Test
    void a_refused_key_is_followed_by_both_at_once_even_where_401_is_retried_later() {
        RetryPolicy patient =
                RetryPolicy.ofDelays(
                        List.of(Duration.ofHours(1)),
                        new RetriedStatuses(List.of("4xx")),
                        Duration.ofSeconds(15));

        assertThat(RetrySchedule.refusesKey(answered(401), patient)).isTrue();
        assertThat(RetrySchedule.refusesKey(answered(404), patient)).isFalse();
        assertThat(RetrySchedule.refusesKey(new Unanswered(), patient)).isFalse();
        assertThat(RetrySchedule.afterRefusedKey(LONG))
                .isEqualTo(new Again(Duration.ofSeconds(1), Tier.SLOW));
        assertThat(RetrySchedule.afterRefusedKey(Duration.ofMillis(1)))
                .isEqualTo(new GiveUp(Reason.RETENTION_OVER));
    }

    @Test
    void no_answer_may_pass() {
        assertThat(after(new Unanswered(), 1))
                .isEqualTo(new Again(Duration.ofMinutes(30), Tier.SLOW));
    }

    @Test
    void what_the_receiver_asks_for_is_a_minimum_up_to_a_day() {
        assertThat(after(asking(429, Duration.ofMinutes(10)), 1))
                .isEqualTo(new Again(Duration.ofMinutes(10), Tier.FAST));
        assertThat(after(asking(503, Duration.ofHours(5)), 1))
                .isEqualTo(new Again(Duration.ofHours(5), Tier.SLOW));
        assertThat(after(asking(503, Duration.ofSeconds(1)), 1))
                .isEqualTo(new Again(Duration.ofMinutes(30), Tier.SLOW));
        assertThat(after(asking(429, Duration.ofDays(365)), 1))
                .isEqualTo(new Again(Duration.ofHours(24), Tier.FAST));
        assertThat(after(asking(500, Duration.ofHours(5)), 1))
                .isEqualTo(new Again(Duration.ofMinutes(30), Tier.SLOW));
    }

    @Test
    void jitter_lengthens_a_slow_delay_by_up_to_a_tenth_and_never_shortens_it() {
        for (double random : new double[] {0, 0.25, 0.999}) {
            Again again =
                    (Again)
                            RetrySchedule.after(
                                    answered(500), RetryPolicy.DEFAULT, 1, 7, LONG, random);
            assertThat(again.delay())
                    .isBetween(Duration.ofMinutes(30), Duration.ofMinutes(33))
                    .isEqualTo(Duration.ofMillis(1_800_000 + (long) (180_000 * random)));
        }
    }

    @Test
    void
            a_message_that_goes_on_failing_reaches_its_last_attempt_within_what_the_schedule_promises() {
        List<Duration> longest = RetryPolicy.DEFAULT.longestUntilEachRetry();
        assertThat(longest).hasSize(RetryPolicy.DEFAULT.retries()).isSorted();
        Duration passed = Duration.ZERO;
        for (int attempt = 1; attempt < RetryPolicy.DEFAULT.attempts(); attempt++) {
            Duration left = longest.getLast().plusSeconds(1).minus(passed);
            RetryDecision decision =
                    RetrySchedule.after(
                            answered(500),
                            RetryPolicy.DEFAULT,
                            attempt,
                            longest.size(),
                            left,
                            Math.nextDown(1.0));
            passed = passed.plus(((Again) decision).delay());
            assertThat(passed).isLessThanOrEqualTo(longest.get(attempt - 1));
        }
        assertThat(longest.getLast()).isEqualTo(Duration.ofMinutes(180 * 60 + 57));
    }

    @Test
    void no_retry_is_planned_for_after_the_payload_is_gone() {
        assertThat(
                        RetrySchedule.after(
                                answered(500),
                                RetryPolicy.DEFAULT,
                                1,
                                7,
                                Duration.ofMinutes(30),
                                0))
                .isEqualTo(new GiveUp(Reason.RETENTION_OVER));
        assertThat(
                        RetrySchedule.after(
                                answered(500),
                                RetryPolicy.DEFAULT,
                                1,
                                7,
                                Duration.ofMinutes(31),
                                0))
                .isInstanceOf(Again.class);
    }

    @Test
    void what_a_receiver_asks_for_does_not_end_a_message_that_has_retries_left() {
        assertThat(asking(Duration.ofHours(23)))
                .isEqualTo(new Again(Duration.ofHours(23).minusMinutes(5), Tier.SLOW));
        assertThat(asking(Duration.ofHours(25)))
                .isEqualTo(new Again(Duration.ofHours(24), Tier.SLOW));
        assertThat(asking(Duration.ofMinutes(33)))
                .isEqualTo(new Again(Duration.ofMinutes(30), Tier.SLOW));
        assertThat(asking(Duration.ofMinutes(30))).isEqualTo(new GiveUp(Reason.RETENTION_OVER));
        assertThat(asking(Duration.ZERO)).isEqualTo(new GiveUp(Reason.RETENTION_OVER));
    }

    /** What follows if a receiver asks for a day. */
    private static RetryDecision asking(Duration untilExpiry) {
        return RetrySchedule.after(
                asking(503, Duration.ofHours(24)), RetryPolicy.DEFAULT, 1, 7, untilExpiry, 0);
    }

    @Test
    void a_policy_says_when_how_often_and_after_which_answers() {
        RetryPolicy policy =
                new RetryPolicy(
                        List.of(Duration.ofSeconds(10), Duration.ofSeconds(60)),
                        4,
                        new RetriedStatuses(List.of("404", "4xx", "302")),
                        Duration.ofSeconds(5));

        assertThat(by(policy, answered(404), 1))
                .isEqualTo(new Again(Duration.ofSeconds(10), Tier.SLOW));
        assertThat(by(policy, answered(302), 2))
                .isEqualTo(new Again(Duration.ofSeconds(60), Tier.SLOW));
        assertThat(by(policy, new Unanswered(), 3))
                .isEqualTo(new Again(Duration.ofSeconds(60), Tier.SLOW));
        assertThat(by(policy, answered(404), 4)).isEqualTo(new GiveUp(Reason.ATTEMPTS_USED_UP));
        assertThat(by(policy, answered(500), 1)).isEqualTo(new GiveUp(Reason.REFUSED));
        assertThat(by(policy, answered(410), 1)).isEqualTo(new GiveUp(Reason.GONE));
        assertThat(by(policy, answered(204), 4)).isEqualTo(new Done());
    }

    @Test
    void after_a_429_the_shorter_delay_counts() {
        RetryPolicy hasty =
                RetryPolicy.ofDelays(
                        List.of(Duration.ofSeconds(10), Duration.ofHours(1)),
                        RetryPolicy.DEFAULT.statuses(),
                        Duration.ofSeconds(15));

        assertThat(by(hasty, answered(429), 1))
                .isEqualTo(new Again(Duration.ofSeconds(10), Tier.FAST));
        assertThat(by(hasty, answered(429), 2))
                .isEqualTo(new Again(Duration.ofSeconds(60), Tier.FAST));
    }

    private static RetryDecision by(RetryPolicy policy, AttemptOutcome outcome, int attempt) {
        return RetrySchedule.after(outcome, policy, attempt, 50, LONG, 0);
    }

    private static Answered answered(int status) {
        return new Answered(status, Optional.empty());
    }

    private static Answered asking(int status, Duration wait) {
        return new Answered(status, Optional.of(wait));
    }

    private static RetryDecision after(AttemptOutcome outcome, int attempt) {
        return RetrySchedule.after(outcome, RetryPolicy.DEFAULT, attempt, 7, LONG, 0);
    }
}
