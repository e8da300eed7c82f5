package io.hookbridge.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.Random;

@Tag("unit")
class LatencyHistogramTest {

    @Test
    void the_buckets_are_as_they_always_were_because_old_sums_hold_them() {
        assertThat(LatencyHistogram.BUCKETS).isEqualTo(61);
        assertThat(bucketOf(0)).isZero();
        assertThat(bucketOf(9)).isEqualTo(9);
        assertThat(bucketOf(120)).isEqualTo(24);
        assertThat(bucketOf(30_000)).isEqualTo(55);
        assertThat(bucketOf(69_999)).isEqualTo(59);
        assertThat(bucketOf(70_000)).isEqualTo(60);
    }

    @Test
    void a_longer_latency_never_lies_in_an_earlier_bucket_and_every_bucket_is_used() {
        int last = -1;
        for (int latency = -1; latency <= 100_000; latency++) {
            int bucket = bucketOf(latency);
            assertThat(bucket).isBetween(Math.max(last, 0), last + 1);
            last = bucket;
        }
        assertThat(last).isEqualTo(LatencyHistogram.BUCKETS - 1);
        assertThat(bucketOf(Integer.MAX_VALUE)).isEqualTo(last);
    }

    @Test
    void a_percentile_is_off_by_a_tenth_at_most() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            double scale = 2 + random.nextDouble() * 8;
            int[] latencies =
                    random.doubles(random.nextInt(1, 300))
                            .mapToInt(share -> (int) Math.min(Math.exp(share * scale), 69_999))
                            .sorted()
                            .toArray();
            for (int percent : new int[] {50, 95, 99, 100}) {
                int exact = latencies[Math.ceilDiv(latencies.length * percent, 100) - 1];

                assertThat(LatencyHistogram.percentile(counts(latencies), percent))
                        .isBetween((int) Math.floor(exact * 0.9), (int) Math.ceil(exact * 1.1));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "50,1", "90,1", "91,5", "99,5", "100,5"})
    void of_ten_latencies_the_ninth_is_the_ninetieth_percentile(int percent, int latencyMs) {
        assertThat(LatencyHistogram.percentile(counts(1, 1, 1, 1, 1, 1, 1, 1, 1, 5), percent))
                .isEqualTo(latencyMs);
    }

    @Test
    void without_latencies_a_percentile_is_zero() {
        assertThat(LatencyHistogram.percentile(new long[0], 99)).isZero();
        assertThat(LatencyHistogram.percentile(new long[3], 99)).isZero();
    }

    @Test
    void what_takes_longer_than_any_attempt_is_told_as_the_longest() {
        assertThat(LatencyHistogram.percentile(counts(500_000), 50)).isEqualTo(70_000);
    }

    private static int bucketOf(int latencyMs) {
        return LatencyHistogram.bucket(latencyMs);
    }

    private static long[] counts(int... latencies) {
        long[] counts = new long[LatencyHistogram.BUCKETS];
        Arrays.stream(latencies).forEach(latency -> counts[bucketOf(latency)]++);
        return counts;
    }
}
