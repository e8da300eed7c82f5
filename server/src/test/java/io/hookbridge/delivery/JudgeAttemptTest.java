package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Uuid7;
import io.hookbridge.message.Attempt;
import io.hookbridge.message.KeptHeaders;
import io.hookbridge.message.RetryDecision;
import io.hookbridge.net.Header;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Phases;
import io.hookbridge.net.Posted;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

@Tag("unit")
class JudgeAttemptTest {

    @Test
    void an_attempt_has_its_result_though_the_plan_cannot_be_read() {
        JudgeAttempt judge =
                new JudgeAttempt(
                        _ ->
                                CompletableFuture.failedFuture(
                                        new IllegalStateException("the database is away")),
                        () -> Instant.EPOCH,
                        new Uuid7(() -> Instant.EPOCH),
                        () -> 0.0);
        Attempt attempt = judged(judge, answered(500));

        assertThat(attempt.responseStatus()).isEqualTo(500);
        assertThat(attempt.decision()).isInstanceOf(RetryDecision.Again.class);
    }

    @Test
    void lines_of_one_header_are_one_list_however_its_name_is_written() {
        JudgeAttempt judge = judge(CompletableFuture.completedFuture(0), Instant.EPOCH);
        Posted answered =
                new Posted(
                        new Outcome.Answered(
                                200,
                                List.of(
                                        new Header("Via", "1.1 b"),
                                        new Header("Server", "s"),
                                        new Header("via", "1.1 a")),
                                new byte[0],
                                false),
                        new Phases("203.0.113.42", null, 1, 1, 1, 1, 1, false, 5));

        Attempt attempt = judged(judge, answered);

        assertThat(attempt.responseHeaders())
                .isEqualTo("{\"Server\":\"s\",\"Via\":\"1.1 b, 1.1 a\"}");
    }

    @Test
    void an_attempt_is_judged_when_its_plan_was_read() {
        CompletableFuture<Integer> plan = new CompletableFuture<>();
        JudgeAttempt judge = judge(plan, Instant.EPOCH);
        CompletableFuture<Attempt> judged = ask(judge, answered(500));
        assertThat(judged).isNotDone();

        plan.complete(0);

        assertThat(judged.join().decision()).isInstanceOf(RetryDecision.GiveUp.class);
    }

    @Test
    void a_plan_that_decides_nothing_is_not_waited_for() {
        JudgeAttempt judge = judge(new CompletableFuture<>(), Instant.EPOCH);

        assertThat(ask(judge, answered(200)))
                .isCompletedWithValueMatching(
                        attempt -> attempt.decision() instanceof RetryDecision.Done);
        assertThat(ask(judge, answered(404)))
                .isCompletedWithValueMatching(
                        attempt -> attempt.decision() instanceof RetryDecision.GiveUp);
    }

    /** By the clock of this server the attempt ended long before. */
    @Test
    void the_end_of_the_payload_is_told_by_the_database() {
        Instant expiry = LaneTest.message(1).payloadExpiresAt();
        CompletableFuture<Integer> plan = CompletableFuture.completedFuture(7);
        JudgeAttempt tooLate = judge(plan, expiry.minus(Duration.ofMinutes(30)));
        JudgeAttempt inTime = judge(plan, expiry.minus(Duration.ofMinutes(31)));
        JudgeAttempt over = judge(plan, expiry);

        assertThat(judged(tooLate, answered(500)).decision())
                .isEqualTo(new RetryDecision.GiveUp(RetryDecision.Reason.RETENTION_OVER));
        assertThat(judged(inTime, answered(500)).decision())
                .isInstanceOf(RetryDecision.Again.class);
        assertThat(inTime.isExpired(LaneTest.message(1))).isFalse();
        assertThat(over.isExpired(LaneTest.message(1))).isTrue();
    }

    private static JudgeAttempt judge(CompletableFuture<Integer> maxRetries, Instant databaseTime) {
        return new JudgeAttempt(
                _ -> maxRetries, () -> databaseTime, new Uuid7(() -> Instant.EPOCH), () -> 0.0);
    }

    private static Posted answered(int status) {
        return new Posted(
                new Outcome.Answered(status, List.of(), new byte[0], false),
                new Phases("203.0.113.42", null, 1, 1, 1, 1, 1, false, 5));
    }

    private static Attempt judged(JudgeAttempt judge, Posted posted) {
        return ask(judge, posted).join();
    }

    private static CompletableFuture<Attempt> ask(JudgeAttempt judge, Posted posted) {
        return judge.judge(
                LaneTest.message(1),
                LaneTest.target(0, 1),
                new JudgeAttempt.Made(
                        Instant.EPOCH,
                        "https://receiver.example/",
                        0,
                        false,
                        new KeptHeaders("HookBridge", null, null),
                        List.of(),
                        posted,
                        Instant.EPOCH));
    }
}
