package io.hookbridge.sdk.message;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A message that was sent, and what became of it.
 *
 * @param id identifies a message; a UUID of version 7
 * @param messageId the same as {@code id}
 * @param projectId the project that sent the message
 * @param endpointId identifies an endpoint
 * @param status where a message is on its way
 * @param attemptCount how many attempts were made
 * @param replayCount how often the message was replayed
 * @param contentType the type of the payload
 * @param sizeBytes the length of the payload
 * @param payloadSha256 the SHA-256 of the payload, in hexadecimal digits
 * @param payloadExpiresAt how long the payload is kept, unless the message is deleted or was sent
 *     with a {@code retention_hours} of 0
 * @param idempotencyKey the key that the message was sent with; {@code null} if there was none
 * @param nextAttemptAt when the next attempt is made; only while the message is {@code
 *     pending_retry}; {@code null} if absent
 * @param retryType the schedule that the next attempt is on; {@code null} if absent
 * @param lastError what was wrong with the last attempt, or why the message was given up; {@code
 *     null} if absent
 * @param responseStatus the HTTP status that the last attempt was answered with; {@code null} if
 *     absent
 * @param responseLatencyMs how long the last attempt took; {@code null} if absent
 * @param firstAttemptAt when the first attempt began; {@code null} if absent
 * @param deliveredAt when the message was delivered; {@code null} if absent
 * @param failedAt when the message was given up; {@code null} if absent
 * @param processingMs how long the server worked on the last attempt before it sent anything;
 *     {@code null} if absent
 * @param queueWaitMs from the creation to the first attempt; {@code null} if absent
 * @param totalDeliveryMs from the creation to the delivery; {@code null} if absent
 * @param createdAt when the message was accepted
 * @param updatedAt when the message last changed
 * @param deletedAt when the message was deleted; {@code null} if it was not
 * @param deletedByUserId who deleted it in the console; {@code null} if absent
 * @param deletedByApiKeyId the API key that it was deleted with; {@code null} if absent
 */
public record Message(
        String id,
        String messageId,
        String projectId,
        String endpointId,
        MessageStatus status,
        long attemptCount,
        long replayCount,
        String contentType,
        long sizeBytes,
        String payloadSha256,
        Instant payloadExpiresAt,
        @Nullable String idempotencyKey,
        @Nullable Instant nextAttemptAt,
        @Nullable RetryType retryType,
        @Nullable String lastError,
        @Nullable Integer responseStatus,
        @Nullable Long responseLatencyMs,
        @Nullable Instant firstAttemptAt,
        @Nullable Instant deliveredAt,
        @Nullable Instant failedAt,
        @Nullable Long processingMs,
        @Nullable Long queueWaitMs,
        @Nullable Long totalDeliveryMs,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt,
        @Nullable String deletedByUserId,
        @Nullable String deletedByApiKeyId) {}
