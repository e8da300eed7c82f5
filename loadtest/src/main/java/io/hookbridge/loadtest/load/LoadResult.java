package io.hookbridge.loadtest.load;

import org.HdrHistogram.Histogram;

import java.util.Map;

/**
 * What came of a load.
 *
 * @param offered requests due per second
 * @param achieved requests answered with 2xx per second, counted until the last of them was
 *     answered
 * @param latency of those with 2xx, in microseconds, from the moment the request was due
 * @param lateness how late the generator itself sent, in microseconds
 * @param errors how many counted requests had another outcome, by outcome
 * @param warmUpErrors the same for the warm-up
 */
public record LoadResult(
        double offered,
        double achieved,
        Histogram latency,
        Histogram lateness,
        Map<String, Long> errors,
        Map<String, Long> warmUpErrors) {

    public long answered() {
        return latency.getTotalCount();
    }

    public long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * A percentile of the latency in milliseconds.
     *
     * @param percentile 0 to 100
     */
    public double millis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1_000.0;
    }
}
