package io.hookbridge.sdk.log;

import io.hookbridge.sdk.message.MessageStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What became of a message so far. A member that says nothing yet is absent.
 *
 * @param messageId identifies a message; a UUID of version 7
 * @param inboundEndpointId identifies an endpoint that receives; a UUID of version 7
 * @param endpoint the URL that its endpoint forwards to now; empty if it forwards nothing
 * @param status where a message is on its way
 * @param attemptCount how many attempts were made
 * @param receivedAt when it was received
 * @param deliveredAt when it was delivered; {@code null} if absent
 * @param responseStatus what the receiver answered to the last attempt; {@code null} if absent
 * @param responseLatencyMs how long the last attempt took; {@code null} if absent
 * @param nextAttemptAt when the next attempt is made; {@code null} if absent
 * @param lastError what was wrong with the last attempt; {@code null} if absent
 * @param firstAttemptAt when the first attempt began; {@code null} if absent
 * @param processingMs what the last attempt took before the request was sent; {@code null} if
 *     absent
 * @param totalDeliveryMs from reception to delivery; {@code null} if absent
 * @param queueWaitMs from reception to the first attempt; {@code null} if absent
 * @param deletedAt when it was deleted; {@code null} if absent
 * @param sameBytesAs the first of those that their sender signed just as this one, although it
 *     calls them others; {@code null} if there is none. Somebody may have sent one again who could
 *     change its id and nothing else.
 */
public record InboundLogEntry(
        String messageId,
        String inboundEndpointId,
        String endpoint,
        MessageStatus status,
        long attemptCount,
        Instant receivedAt,
        @Nullable Instant deliveredAt,
        @Nullable Integer responseStatus,
        @Nullable Long responseLatencyMs,
        @Nullable Instant nextAttemptAt,
        @Nullable String lastError,
        @Nullable Instant firstAttemptAt,
        @Nullable Long processingMs,
        @Nullable Long totalDeliveryMs,
        @Nullable Long queueWaitMs,
        @Nullable Instant deletedAt,
        @Nullable String sameBytesAs) {}
