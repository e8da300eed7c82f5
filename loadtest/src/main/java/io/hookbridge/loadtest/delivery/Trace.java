package io.hookbridge.loadtest.delivery;

import io.hookbridge.loadtest.receive.Arrivals;

import org.HdrHistogram.Histogram;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntPredicate;

/**
 * When each message of a load was due, accepted and received. By {@code System.nanoTime}
 * throughout, because generator and receiver are one process.
 */
public final class Trace {

    private static final long NEVER = 0;

    private final int perRequest;
    private final IntPredicate expected;
    private final Arrivals arrivals;
    private final AtomicLongArray dueAt;
    private final AtomicLongArray acceptedAt;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder parked = new LongAdder();

    /**
     * @param first the number of the first payload
     * @param count of messages
     * @param perRequest messages of each request
     * @param expected whether a message is to arrive while the load runs, by its index
     */
    public Trace(long first, int count, int perRequest, IntPredicate expected) {
        this.perRequest = perRequest;
        this.expected = expected;
        this.arrivals = new Arrivals(first, count);
        this.dueAt = new AtomicLongArray(count);
        this.acceptedAt = new AtomicLongArray(count);
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /** Takes note that a request was answered with 2xx. */
    void accepted(long request, long due, long now) {
        int index = (int) (request * perRequest);
        int end = Math.min(index + perRequest, dueAt.length());
        for (int i = index; i < end; i++) {
            dueAt.setPlain(i, due);
            acceptedAt.setRelease(i, now);
            (expected.test(i) ? accepted : parked).increment();
        }
    }

    int perRequest() {
        return perRequest;
    }

    /** Accepted messages that are not to arrive yet. */
    long parked() {
        return parked.sum();
    }

    /** Accepted messages that are to arrive and have not yet, about; may be a little below 0. */
    long underWay() {
        return accepted.sum() - arrivals.different();
    }

    /** Messages that were accepted, should have arrived and did not. */
    long lost() {
        long lost = 0;
        for (int i = 0; i < dueAt.length(); i++) {
            boolean wasAccepted = acceptedAt.getAcquire(i) != NEVER;
            lost += wasAccepted && expected.test(i) && arrivals.firstAt(i) == NEVER ? 1 : 0;
        }
        return lost;
    }

    /**
     * How long messages took to arrive.
     *
     * @param fromAccepted from the moment when the sender had read the 202, in microseconds; 0 for
     *     those that came before it
     * @param fromDue from the moment when the request should have been sent, in microseconds
     * @param beforeAnswer how many came before the sender had read the 202
     */
    public record Latencies(Histogram fromAccepted, Histogram fromDue, long beforeAnswer) {}

    /** Of the messages that arrived, from index {@code from} on. */
    Latencies latencies(long from) {
        Histogram fromAccepted = new Histogram(3);
        Histogram fromDue = new Histogram(3);
        long before = 0;
        for (int i = (int) from; i < dueAt.length(); i++) {
            long accepted = acceptedAt.getAcquire(i);
            long received = arrivals.firstAt(i);
            if (accepted != NEVER && received != Arrivals.NEVER && expected.test(i)) {
                before += received < accepted ? 1 : 0;
                fromAccepted.recordValue(Math.max(0, received - accepted) / 1_000);
                fromDue.recordValue(Math.max(0, received - dueAt.getPlain(i)) / 1_000);
            }
        }
        return new Latencies(fromAccepted, fromDue, before);
    }
}
