package io.hookbridge.loadtest.simulate;

/** How long something took, in buckets that are 2 % wide. */
final class Latencies {

    private static final double LEAST = 1e-6;
    private static final double STEP = Math.log(1.02);

    private final long[] buckets = new long[1_200];
    private long count;

    void add(double seconds) {
        int bucket = (int) (Math.log(Math.max(LEAST, seconds) / LEAST) / STEP);
        buckets[Math.min(buckets.length - 1, bucket)]++;
        count++;
    }

    long count() {
        return count;
    }

    /**
     * The time within which so many were done, in seconds; 0 if there were none.
     *
     * @param share 0 to 1
     */
    double quantile(double share) {
        long rank = (long) Math.ceil(share * count);
        long seen = 0;
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            seen += buckets[bucket];
            if (seen >= rank && seen > 0) {
                return LEAST * Math.exp((bucket + 1) * STEP);
            }
        }
        return 0;
    }
}
