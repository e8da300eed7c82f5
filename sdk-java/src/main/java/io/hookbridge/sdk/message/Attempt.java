package io.hookbridge.sdk.message;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * One attempt to deliver a message.
 *
 * @param id identifies the attempt; a UUID of version 7
 * @param attemptNo counts the attempts at a message, from 1
 * @param createdAt when the attempt began
 * @param url where the request went
 * @param responseStatus the HTTP status of the response; {@code null} if there was none
 * @param responseLatencyMs how long the whole exchange took
 * @param processingMs how long the server worked before it sent anything; {@code null} if absent
 * @param errorText what was wrong; absent after a success; {@code null} if absent
 * @param explanation the same explained; absent after a success; {@code null} if absent
 * @param decision what was decided after it, {@code done}, {@code again} or why the message was
 *     given up
 * @param retryType the schedule that the next attempt is on; {@code null} if absent
 * @param retryAfterSeconds how long the message waits for the next attempt; {@code null} if absent
 * @param resolvedIp the address that was connected to, IPv6 as RFC 5952 writes it; {@code null} if
 *     absent
 * @param lostConnectionMs how long it took to find that a kept connection had ended, before the
 *     request was sent once more over a new one; {@code null} if that was not needed
 * @param dnsMs how long the look-up of the address took; {@code null} if absent
 * @param tcpConnectMs how long connecting took; {@code null} if absent
 * @param tlsHandshakeMs how long the TLS handshake took; {@code null} if absent
 * @param ttfbMs from the end of the request to the first byte of the response; {@code null} if
 *     absent
 * @param transferMs how long the response took from its first byte to its end; {@code null} if
 *     absent
 * @param connReused whether the connection was open already; {@code null} if absent
 * @param requestHeaders the headers that were sent; what may be a secret is masked
 * @param responseHeaders the headers of the response; secrets are masked; empty if absent
 * @param responseBodyUrl where the body of the response can be fetched; {@code null} if none was
 *     kept or the plan does not show it
 * @param responseBodyTruncated whether the body was longer than what is kept of it; {@code null} if
 *     absent
 */
public record Attempt(
        String id,
        int attemptNo,
        Instant createdAt,
        String url,
        @Nullable Integer responseStatus,
        long responseLatencyMs,
        @Nullable Long processingMs,
        @Nullable String errorText,
        @Nullable Explanation explanation,
        String decision,
        @Nullable RetryType retryType,
        @Nullable Long retryAfterSeconds,
        @Nullable String resolvedIp,
        @Nullable Long lostConnectionMs,
        @Nullable Long dnsMs,
        @Nullable Long tcpConnectMs,
        @Nullable Long tlsHandshakeMs,
        @Nullable Long ttfbMs,
        @Nullable Long transferMs,
        @Nullable Boolean connReused,
        Map<String, String> requestHeaders,
        Map<String, String> responseHeaders,
        @Nullable String responseBodyUrl,
        @Nullable Boolean responseBodyTruncated) {}
