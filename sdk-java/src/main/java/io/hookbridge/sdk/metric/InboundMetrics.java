package io.hookbridge.sdk.metric;

/**
 * The figures of a window.
 *
 * @param window a length of time that ends now; {@code 24h} where nothing is said
 * @param totalMessages messages that were received
 * @param succeeded messages that were delivered
 * @param failed messages that were given up
 * @param retries attempts after the first
 * @param successRate the succeeded among all; 0 when there are none
 * @param avgDeliveryTimeMs the mean time from reception to an answer of success; 0 when there was
 *     none
 * @param avgLatencyMs the mean time to an answer; 0 when there is none
 * @param p50LatencyMs what half of the answered attempts did not exceed; 0 when none was answered
 * @param p95LatencyMs the same of 95 in 100
 * @param p99LatencyMs the same of 99 in 100
 * @param answered2xx attempts that were answered with a success
 * @param answered3xx attempts that were answered with a redirect
 * @param answered4xx attempts that were answered with a status from 400 to 499
 * @param answered5xx attempts that were answered with a status from 500 on, or with one that HTTP
 *     does not know
 * @param unanswered attempts that came to no answer: no connection, or too late
 */
public record InboundMetrics(
        Window window,
        long totalMessages,
        long succeeded,
        long failed,
        long retries,
        double successRate,
        long avgDeliveryTimeMs,
        long avgLatencyMs,
        long p50LatencyMs,
        long p95LatencyMs,
        long p99LatencyMs,
        long answered2xx,
        long answered3xx,
        long answered4xx,
        long answered5xx,
        long unanswered) {}
