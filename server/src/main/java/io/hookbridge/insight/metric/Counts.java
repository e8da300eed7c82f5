package io.hookbridge.insight.metric;

import io.hookbridge.message.Count;
import io.hookbridge.message.LatencyHistogram;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of the messages that were created in some time, added up. Changed only by whoever
 * adds it up, before others see it.
 */
public final class Counts {

    private final Map<Count, Long> sums = new EnumMap<>(Count.class);

    /** By bucket of the histogram; as long as it must be. */
    private long[] latencies = {};

    void add(Count count, long more) {
        sums.merge(count, more, Long::sum);
    }

    /**
     * So many latencies more.
     *
     * @param bucket of the {@link LatencyHistogram}
     */
    void addLatencies(int bucket, long more) {
        if (bucket >= latencies.length) {
            latencies = Arrays.copyOf(latencies, bucket + 1);
        }
        latencies[bucket] += more;
    }

    /** All of these together. */
    public static Counts sum(Collection<Counts> parts) {
        Counts sum = new Counts();
        parts.forEach(sum::add);
        return sum;
    }

    /** Adds what became of other messages. */
    public void add(Counts other) {
        for (Count count : Count.values()) {
            add(count, other.get(count));
        }
        for (int bucket = 0; bucket < other.latencies.length; bucket++) {
            addLatencies(bucket, other.latencies[bucket]);
        }
    }

    public long get(Count count) {
        return sums.getOrDefault(count, 0L);
    }

    /**
     * How many latencies lie in each bucket of the histogram, without the empty ones at the end.
     */
    long[] latencies() {
        return latencies.clone();
    }

    /** The succeeded among the accepted, from 0 to 1; 0 when there were none. */
    public double successRate() {
        long accepted = get(Count.ACCEPTED);
        return accepted == 0 ? 0 : (double) get(Count.SUCCEEDED) / accepted;
    }

    /** Of the attempts that were answered, in milliseconds, rounded; 0 if none was. */
    public long averageLatencyMs() {
        long answered =
                get(Count.ANSWERED_2XX)
                        + get(Count.ANSWERED_3XX)
                        + get(Count.ANSWERED_4XX)
                        + get(Count.ANSWERED_5XX);
        return answered == 0 ? 0 : Math.round((double) get(Count.LATENCY_MS) / answered);
    }

    /**
     * From the acceptance of a message to its delivery, on average, in milliseconds, rounded; 0 if
     * none was delivered. One that was replayed counts once more with each delivery.
     */
    public long averageDeliveryMs() {
        long deliveries = get(Count.ANSWERED_2XX);
        return deliveries == 0 ? 0 : Math.round((double) get(Count.DELIVERY_MS) / deliveries);
    }

    /**
     * What so many percent of the attempts that were answered did not exceed, in milliseconds, to a
     * tenth; 0 if none was answered.
     *
     * @param percent from 1 to 100
     */
    public int latencyPercentileMs(int percent) {
        return LatencyHistogram.percentile(latencies, percent);
    }
}
