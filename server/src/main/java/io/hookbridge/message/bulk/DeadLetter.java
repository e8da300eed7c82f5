package io.hookbridge.message.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A message that was given up, as the list shows it.
 *
 * @param endpoint the URL that it should have been delivered to
 * @param status always {@code failed_permanent}
 * @param responseStatus of the last attempt; null if that was not answered, or none was made
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeadLetter(
        @JsonProperty("message_id") UUID id,
        String endpoint,
        String endpointId,
        String status,
        int attemptCount,
        int replayCount,
        @Nullable String lastError,
        @Nullable Integer responseStatus,
        @Nullable Integer responseLatencyMs,
        Instant createdAt,
        Instant failedAt,
        Instant payloadExpiresAt) {}
