package io.hookbridge.sdk.message;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A message that was given up.
 *
 * @param messageId identifies a message; a UUID of version 7
 * @param endpoint the URL that the message should have been delivered to
 * @param endpointId identifies an endpoint
 * @param status always {@code failed_permanent}
 * @param attemptCount how many attempts were made
 * @param replayCount how often the message was replayed
 * @param lastError what was wrong with the last attempt, or why the message was given up; {@code
 *     null} if absent
 * @param responseStatus the HTTP status that the last attempt was answered with; {@code null} if
 *     absent
 * @param responseLatencyMs how long the last attempt took; {@code null} if absent
 * @param createdAt when the message was accepted
 * @param failedAt when the message was given up
 * @param payloadExpiresAt how long the message can be replayed
 */
public record DeadLetter(
        String messageId,
        String endpoint,
        String endpointId,
        String status,
        long attemptCount,
        long replayCount,
        @Nullable String lastError,
        @Nullable Integer responseStatus,
        @Nullable Long responseLatencyMs,
        Instant createdAt,
        Instant failedAt,
        Instant payloadExpiresAt) {}
