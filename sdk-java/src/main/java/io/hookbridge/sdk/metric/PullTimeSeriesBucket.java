package io.hookbridge.sdk.metric;

import java.time.Instant;

/**
 * The figures of one bucket.
 *
 * @param timestamp the beginning of the bucket
 * @param succeeded events that are acknowledged
 * @param stored events that nobody has fetched
 * @param fetched events that were fetched and are not acknowledged
 * @param deleted events that were deleted before they were acknowledged
 * @param total events that were received
 */
public record PullTimeSeriesBucket(
        Instant timestamp, long succeeded, long stored, long fetched, long deleted, long total) {}
