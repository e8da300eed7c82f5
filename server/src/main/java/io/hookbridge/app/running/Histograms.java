package io.hookbridge.app.running;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * Gives what is timed or sized the bounds of its buckets, so that quantiles can be told over all
 * nodes together. Few of them, because each is a series for every combination of labels.
 */
public final class Histograms implements MeterFilter {

    /** What answers while somebody waits. */
    private static final double[] ANSWERS = millis(5, 25, 100, 250, 500, 1_000, 2_500, 10_000);

    /** What happens in this process or between it and PostgreSQL. */
    private static final double[] STATEMENTS =
            millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000);

    private static final Map<String, double[]> BOUNDS =
            Map.of(
                    "hookbridge.http.requests",
                    ANSWERS,
                    "hookbridge.stripe.attempt",
                    ANSWERS,
                    "hookbridge.delivery.attempts",
                    millis(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 15_000),
                    // From at once to a backlog of an hour.
                    "hookbridge.delivery.wait",
                    millis(
                            5, 10, 25, 50, 100, 250, 1_000, 5_000, 15_000, 60_000, 300_000,
                            3_600_000),
                    "hookbridge.group.commit.items",
                    new double[] {1, 2, 4, 8, 16, 32, 64, 128, 256},
                    // A connection is waited for two seconds at the most.
                    "hikaricp.connections.acquire",
                    millis(1, 5, 25, 100, 250, 500, 1_000, 2_000));

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        if (id.getType() != Meter.Type.TIMER && id.getType() != Meter.Type.DISTRIBUTION_SUMMARY) {
            return config;
        }
        return DistributionStatisticConfig.builder()
                .serviceLevelObjectives(BOUNDS.getOrDefault(id.getName(), STATEMENTS))
                .build()
                .merge(config);
    }

    /** As the registry takes them: in nanoseconds. */
    private static double[] millis(long... millis) {
        return Arrays.stream(millis)
                .mapToDouble(each -> Duration.ofMillis(each).toNanos())
                .toArray();
    }
}
