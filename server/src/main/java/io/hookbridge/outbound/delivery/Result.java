package io.hookbridge.outbound.delivery;

import io.hookbridge.net.Posted;
import io.hookbridge.outbound.retry.RetryDecision;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * An attempt that was made, and what follows from it.
 *
 * @param attemptId version 7
 * @param processingMs the time it took to prepare the request, in milliseconds
 * @param requestHeaders as they were sent, values that are secrets masked
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
        return posted.outcome() instanceof Posted.Outcome.Answered answered
                ? (Integer) answered.status()
                : null;
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
