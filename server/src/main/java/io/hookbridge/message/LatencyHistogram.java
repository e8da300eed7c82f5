package io.hookbridge.message;

import java.util.Arrays;

/**
 * The buckets that latencies are counted in, so that percentiles of any time and of any endpoints
 * follow from sums. They are the same for ever, because sums of years ago are added to those of
 * today: below 10 ms each millisecond has its own, and from there on each bucket begins a fifth
 * further on than the one before. A percentile is told as the middle of its bucket and so off by a
 * tenth at most.
 */
public final class LatencyHistogram {

    /** From here on, in milliseconds, one bucket is enough: no attempt takes so long. */
    private static final int ENDLESS_FROM = 70_000;

    /** The shortest latency of each bucket, in milliseconds; the last has no end. */
    private static final int[] SHORTEST = shortest();

    /** How many there are. */
    public static final int BUCKETS = SHORTEST.length;

    private LatencyHistogram() {}

    private static int[] shortest() {
        int[] shortest = new int[64];
        int count = 1;
        for (int from = 1; from < ENDLESS_FROM; from = Math.max(from + 1, from * 6 / 5)) {
            shortest[count++] = from;
        }
        shortest[count++] = ENDLESS_FROM;
        return Arrays.copyOf(shortest, count);
    }

    /**
     * The bucket of a latency.
     *
     * @return from 0 to {@link #BUCKETS} - 1
     */
    public static int bucket(int latencyMs) {
        int found = Arrays.binarySearch(SHORTEST, Math.max(latencyMs, 0));
        return found < 0 ? -found - 2 : found;
    }

    /**
     * The latency that so many percent of all do not exceed, in milliseconds; 0 if there are none.
     *
     * @param counts how many latencies lie in each bucket, the shortest first; may end early
     * @param percent from 1 to 100
     */
    public static int percentile(long[] counts, int percent) {
        long all = Arrays.stream(counts).sum();
        long rank = Math.ceilDiv(all * percent, 100);
        long passed = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            passed += counts[bucket];
            if (passed >= rank && passed > 0) {
                return middle(bucket);
            }
        }
        return 0;
    }

    private static int middle(int bucket) {
        return bucket == BUCKETS - 1
                ? ENDLESS_FROM
                : (SHORTEST[bucket] + SHORTEST[bucket + 1] - 1) / 2;
    }
}
