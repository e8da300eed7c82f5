package io.hookbridge.console.metric;

import io.hookbridge.base.Json;
import io.hookbridge.insight.metric.Counts;
import io.hookbridge.message.Count;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts as CSV (RFC 4180): a line for each bucket, nothing but times and numbers. */
final class MetricsCsv {

    private static final String LINE_END = "\r\n";

    private MetricsCsv() {}

    static byte[] of(Map<Instant, Counts> buckets) {
        String header =
                Stream.of(
                                Stream.of("start"),
                                Stream.of(Count.values()).map(Count::column),
                                LatencyChart.PERCENTILES.stream()
                                        .map(percent -> "p" + percent + "_latency_ms"))
                        .flatMap(names -> names)
                        .collect(Collectors.joining(","));
        String lines =
                buckets.entrySet().stream()
                        .map(bucket -> line(bucket.getKey(), bucket.getValue()))
                        .collect(Collectors.joining());
        return (header + LINE_END + lines).getBytes(StandardCharsets.UTF_8);
    }

    private static String line(Instant start, Counts counts) {
        return Stream.of(
                                Stream.of(Json.timestamp(start)),
                                Stream.of(Count.values())
                                        .map(count -> String.valueOf(counts.get(count))),
                                LatencyChart.PERCENTILES.stream()
                                        .map(percent ->
                                                String.valueOf(
                                                        counts.latencyPercentileMs(percent))))
                        .flatMap(values -> values)
                        .collect(Collectors.joining(","))
                + LINE_END;
    }
}
