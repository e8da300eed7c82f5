package io.hookbridge.sdk.metric;

/**
 * The figures of a window.
 *
 * @param window a length of time that ends now; {@code 24h} where nothing is said
 * @param totalMessages events that were received
 * @param succeeded events that are acknowledged
 * @param failed always 0
 * @param retries always 0
 * @param successRate the acknowledged among all; 0 when there are none
 * @param avgLatencyMs always 0
 * @param stored events that nobody has fetched
 * @param fetched events that were fetched and are not acknowledged
 * @param deleted events that were deleted before they were acknowledged
 */
public record PullMetrics(
        Window window,
        long totalMessages,
        long succeeded,
        long failed,
        long retries,
        double successRate,
        long avgLatencyMs,
        long stored,
        long fetched,
        long deleted) {}
