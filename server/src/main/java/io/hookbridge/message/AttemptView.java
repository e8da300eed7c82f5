package io.hookbridge.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;

import io.hookbridge.message.explanation.Explanation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * One attempt to deliver a message, as callers see it. What was not there, such as times of phases
 * that a connection in use did not need, is null and left out.
 *
 * @param attemptNo 1 or more
 * @param createdAt when it began
 * @param processingMs signing and headers
 * @param explanation of the error; null after a success
 * @param decision {@code done}, {@code again} or why the message was given up
 * @param retryAfterSeconds how long the message waits after it
 * @param requestHeaders empty if nothing was sent
 * @param responseHeaders a JSON object, written as it is stored
 * @param responseBodyUrl where the kept part of the response's body can be fetched; null also for
 *     whose plan does not show it
 * @param responseBodyTruncated whether the body was longer than what is kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AttemptView(
        UUID id,
        int attemptNo,
        Instant createdAt,
        String url,
        @Nullable Integer responseStatus,
        int responseLatencyMs,
        @Nullable Integer processingMs,
        @Nullable String errorText,
        @Nullable Explanation explanation,
        String decision,
        @Nullable String retryType,
        @Nullable Integer retryAfterSeconds,
        @Nullable String resolvedIp,
        @Nullable Integer lostConnectionMs,
        @Nullable Integer dnsMs,
        @Nullable Integer tcpConnectMs,
        @Nullable Integer tlsHandshakeMs,
        @Nullable Integer ttfbMs,
        @Nullable Integer transferMs,
        @Nullable Boolean connReused,
        Map<String, String> requestHeaders,
        @JsonRawValue @Nullable String responseHeaders,
        @Nullable String responseBodyUrl,
        @Nullable Boolean responseBodyTruncated) {}
