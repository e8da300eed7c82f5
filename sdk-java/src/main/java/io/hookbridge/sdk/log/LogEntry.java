package io.hookbridge.sdk.log;

import io.hookbridge.sdk.message.MessageStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What became of a message so far. A member that says nothing yet is absent.
 *
 * @param messageId identifies a message; a UUID of version 7
 * @param endpoint the URL of its endpoint as it is now
 * @param status where a message is on its way
 * @param attemptCount how many attempts were made
 * @param createdAt when it was made
 * @param deliveredAt when it was delivered; {@code null} if absent
 * @param responseStatus what the receiver answered to the last attempt; {@code null} if absent
 * @param responseLatencyMs how long the last attempt took; {@code null} if absent
 * @param nextAttemptAt when the next attempt is made; {@code null} if absent
 * @param lastError what was wrong with the last attempt; {@code null} if absent
 * @param firstAttemptAt when the first attempt began; {@code null} if absent
 * @param processingMs what the last attempt took before the request was sent; {@code null} if
 *     absent
 * @param totalDeliveryMs from creation to delivery; {@code null} if absent
 * @param queueWaitMs from creation to the first attempt; {@code null} if absent
 * @param deletedAt when it was deleted; {@code null} if absent
 */
public record LogEntry(
        String messageId,
        String endpoint,
        MessageStatus status,
        long attemptCount,
        Instant createdAt,
        @Nullable Instant deliveredAt,
        @Nullable Integer responseStatus,
        @Nullable Long responseLatencyMs,
        @Nullable Instant nextAttemptAt,
        @Nullable String lastError,
        @Nullable Instant firstAttemptAt,
        @Nullable Long processingMs,
        @Nullable Long totalDeliveryMs,
        @Nullable Long queueWaitMs,
        @Nullable Instant deletedAt) {}
