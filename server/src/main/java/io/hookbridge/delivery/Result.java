package io.hookbridge.delivery;

import io.hookbridge.delivery.retry.RetryDecision;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Posted;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An attempt that was made, and what follows from it.
 *
 * @param attemptId version 7
 * @param processingMs the time it took to prepare the request, in milliseconds
 * @param requestHeaders as they were sent
 * @param error what went wrong, a phrase for people; null after a success
 * @param endedAt when the answer was complete, or given up
 */
record Result(
        Job job,
        UUID attemptId,
        Instant startedAt,
        int processingMs,
        String url,
        Map<String, String> requestHeaders,
        Posted posted,
        RetryDecision decision,
        @Nullable String error,
        Instant endedAt) {

    /** The status of the answer; null if there was none. */
    @Nullable Integer responseStatus() {
        return posted.outcome() instanceof Outcome.Answered answered
                ? (Integer) answered.status()
                : null;
    }

    /** The same with nothing of the answer but its status, for an answer that cannot be stored. */
    Result withoutAnswer() {
        Outcome bare =
                posted.outcome() instanceof Outcome.Answered answered
                        ? new Outcome.Answered(answered.status(), List.of(), new byte[0], true)
                        : posted.outcome();
        return new Result(
                job,
                attemptId,
                startedAt,
                processingMs,
                url,
                Map.of(),
                new Posted(bare, posted.phases()),
                decision,
                error == null ? null : "the answer could not be stored",
                endedAt);
    }

    /** The word for the state that the message is in now. */
    String status() {
        return switch (decision) {
            case RetryDecision.Done _ -> "succeeded";
            case RetryDecision.Again _ -> "pending_retry";
            case RetryDecision.GiveUp _ -> "failed_permanent";
        };
    }
}
