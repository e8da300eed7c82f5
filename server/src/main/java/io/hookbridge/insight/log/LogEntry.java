package io.hookbridge.insight.log;

import io.hookbridge.base.MessageId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * What became of one message so far.
 *
 * @param endpoint the URL of its endpoint as it is now
 * @param deliveredAt null unless it was delivered
 * @param nextAttemptAt null unless another attempt is due
 * @param firstAttemptAt null before the first attempt
 * @param responseStatus of the last attempt; null before it and if there was no answer
 * @param processingMs what the last attempt took before the request was sent
 * @param lastError null after a success
 * @param deletedAt null unless it was deleted
 */
public record LogEntry(
        MessageId id,
        String endpoint,
        LogStatus status,
        int attemptCount,
        Instant createdAt,
        @Nullable Instant deliveredAt,
        @Nullable Integer responseStatus,
        @Nullable Integer responseLatencyMs,
        @Nullable Instant nextAttemptAt,
        @Nullable String lastError,
        @Nullable Instant firstAttemptAt,
        @Nullable Integer processingMs,
        @Nullable Instant deletedAt) {

    /** From creation to delivery; null unless it was delivered. */
    public @Nullable Long totalDeliveryMs() {
        return since(deliveredAt);
    }

    /** From creation to the first attempt; null before it. */
    public @Nullable Long queueWaitMs() {
        return since(firstAttemptAt);
    }

    /** Two nodes need not agree on the time to the millisecond, so it may seem to run backwards. */
    private @Nullable Long since(@Nullable Instant later) {
        return later == null ? null : Math.max(0, Duration.between(createdAt, later).toMillis());
    }
}
