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

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

@Tag("unit")
class JudgeAttemptTest {

    private static final Posted REFUSED =
            new Posted(
                    new Outcome.Answered(500, List.of(), new byte[0], false),
                    new Phases("203.0.113.42", null, 1, 1, 1, 1, 1, false, 5));

    @Test
    void an_attempt_has_its_result_though_the_plan_cannot_be_read() {
        JudgeAttempt judge =
                new JudgeAttempt(
                        _ ->
                                CompletableFuture.failedFuture(
                                        new IllegalStateException("the database is away")),
                        new Uuid7(() -> Instant.EPOCH),
                        () -> 0.0);
        Attempt attempt = judged(judge, REFUSED);

        assertThat(attempt.responseStatus()).isEqualTo(500);
        assertThat(attempt.decision()).isInstanceOf(RetryDecision.Again.class);
    }

    @Test
    void lines_of_one_header_are_one_list_however_its_name_is_written() {
        JudgeAttempt judge =
                new JudgeAttempt(
                        _ -> CompletableFuture.completedFuture(0),
                        new Uuid7(() -> Instant.EPOCH),
                        () -> 0.0);
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
        JudgeAttempt judge = new JudgeAttempt(_ -> plan, new Uuid7(() -> Instant.EPOCH), () -> 0.0);
        CompletableFuture<Attempt> judged = ask(judge, REFUSED);
        assertThat(judged).isNotDone();

        plan.complete(0);

        assertThat(judged.join().decision()).isInstanceOf(RetryDecision.GiveUp.class);
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
                        new KeptHeaders("HookBridge", null, null),
                        List.of(),
                        posted,
                        Instant.EPOCH));
    }
}
