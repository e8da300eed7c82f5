package io.hookbridge.sdk.metric;

import java.util.List;

/**
 * The figures of a window in buckets.
 *
 * @param window a length of time that ends now; {@code 24h} where nothing is said
 * @param buckets the parts of the time, the earliest first
 */
public record PullTimeSeries(Window window, List<PullTimeSeriesBucket> buckets) {}
