package io.hookbridge.message;

import io.hookbridge.net.Outcome;
import io.hookbridge.net.Posted;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An attempt that was made, as it is written down, and what follows from it. What may be a secret
 * is masked.
 *
 * @param message as it was in the hands of whoever made the attempt
 * @param id version 7
 * @param processingMs the time it took to prepare the request, in milliseconds
 * @param requestHeaders null if nothing was sent, or they could not be stored
 * @param responseHeaders a JSON object; null if there was no answer
 * @param error what went wrong, a phrase for people; null after a success
 * @param endedAt when the answer was complete, or given up
 */
public record Attempt(
        HeldMessage message,
        UUID id,
        Instant startedAt,
        int processingMs,
        String url,
        @Nullable KeptHeaders requestHeaders,
        @Nullable String responseHeaders,
        Posted posted,
        RetryDecision decision,
        @Nullable String error,
        Instant endedAt) {

    /** The status of the answer; null if there was none. */
    public @Nullable Integer responseStatus() {
        return posted.outcome() instanceof Outcome.Answered answered
                ? (Integer) answered.status()
                : null;
    }

    /** How long the whole call took, also one that failed. */
    int latencyMs() {
        return posted.phases().totalMs();
    }

    /**
     * The same without headers and with nothing of the answer but its status, for an attempt that
     * cannot be stored as it was.
     */
    public Attempt withoutAnswer() {
        Outcome bare =
                posted.outcome() instanceof Outcome.Answered answered
                        ? new Outcome.Answered(answered.status(), List.of(), new byte[0], true)
                        : posted.outcome();
        return new Attempt(
                message,
                id,
                startedAt,
                processingMs,
                url,
                null,
                responseHeaders == null ? null : "{}",
                new Posted(bare, posted.phases()),
                decision,
                error == null ? null : "the answer could not be stored",
                endedAt);
    }

    /** The same, after which something else follows. */
    Attempt with(RetryDecision newDecision) {
        return new Attempt(
                message,
                id,
                startedAt,
                processingMs,
                url,
                requestHeaders,
                responseHeaders,
                posted,
                newDecision,
                error,
                endedAt);
    }

    /** The state that its message is in now. */
    MessageStatus status() {
        return switch (decision) {
            case RetryDecision.Done _ -> MessageStatus.SUCCEEDED;
            case RetryDecision.Again _ -> MessageStatus.PENDING_RETRY;
            case RetryDecision.GiveUp _ -> MessageStatus.FAILED_PERMANENT;
        };
    }
}
