package io.hookbridge.loadtest.load;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What came of the requests of one phase. Safe for use by many threads, but see {@link #recent}.
 */
final class Tally {

    private static final int DIGITS = 3;

    private final Recorder latencies = new Recorder(DIGITS);
    private final Histogram total = new Histogram(DIGITS);
    private final Map<String, LongAdder> errors = new ConcurrentSkipListMap<>();
    private volatile long lastAnswer;

    /**
     * @param due and {@code now} in nanoseconds of {@code System.nanoTime}
     */
    void answered(int status, long due, long now) {
        if (status / 100 == 2) {
            latencies.recordValue(Math.max(0, now - due) / 1_000);
            lastAnswer = now;
        } else {
            failed("status " + status);
        }
    }

    void failed(String why) {
        errors.computeIfAbsent(why, _ -> new LongAdder()).increment();
    }

    /** When the last request succeeded, by {@code System.nanoTime}; 0 if none did. */
    long lastAnswer() {
        return lastAnswer;
    }

    long errorCount() {
        return errors.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** How many requests failed, by how. */
    Map<String, Long> errors() {
        Map<String, Long> counts = new TreeMap<>();
        errors.forEach((why, count) -> counts.put(why, count.sum()));
        return counts;
    }

    /** Latencies in microseconds since the last call of this or {@link #total}; for one thread. */
    Histogram recent() {
        Histogram recent = latencies.getIntervalHistogram();
        total.add(recent);
        return recent;
    }

    /** All latencies in microseconds; for the thread that calls {@link #recent}. */
    Histogram total() {
        total.add(latencies.getIntervalHistogram());
        return total;
    }
}
