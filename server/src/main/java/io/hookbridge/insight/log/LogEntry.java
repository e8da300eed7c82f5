package io.hookbridge.insight.log;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What became of one message so far, as callers see it. Members that say nothing yet are left out
 * of the JSON, because SDKs want numbers and texts where a member is.
 *
 * @param inboundEndpointId only of one that was received, like {@code receivedAt}
 * @param endpoint the URL of its endpoint as it is now
 * @param createdAt null for one that was received
 * @param deliveredAt null unless it was delivered
 * @param responseStatus of the last attempt; null before it and if there was no answer
 * @param nextAttemptAt null unless another attempt is due
 * @param lastError null after a success and before the first attempt
 * @param firstAttemptAt null before it
 * @param processingMs what the last attempt took before the request was sent
 * @param totalDeliveryMs from creation to delivery; null unless it was delivered
 * @param queueWaitMs from creation to the first attempt; null before it
 * @param deletedAt null unless it was deleted
 * @param sameBytesAs the first message that was signed just so; null unless there is another
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LogEntry(
        String messageId,
        @Nullable String inboundEndpointId,
        String endpoint,
        String status,
        int attemptCount,
        @Nullable Instant createdAt,
        @Nullable Instant receivedAt,
        @Nullable Instant deliveredAt,
        @Nullable Integer responseStatus,
        @Nullable Integer responseLatencyMs,
        @Nullable Instant nextAttemptAt,
        @Nullable String lastError,
        @Nullable Instant firstAttemptAt,
        @Nullable Integer processingMs,
        @Nullable Long totalDeliveryMs,
        @Nullable Long queueWaitMs,
        @Nullable Instant deletedAt,
        @Nullable String sameBytesAs) {

    LogEntry with(@Nullable String newSameBytesAs) {
        return new LogEntry(
                messageId,
                inboundEndpointId,
                endpoint,
                status,
                attemptCount,
                createdAt,
                receivedAt,
                deliveredAt,
                responseStatus,
                responseLatencyMs,
                nextAttemptAt,
                lastError,
                firstAttemptAt,
                processingMs,
                totalDeliveryMs,
                queueWaitMs,
                deletedAt,
                newSameBytesAs);
    }
}
