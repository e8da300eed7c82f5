package io.hookbridge.loadtest.listen;

import org.HdrHistogram.Histogram;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which payloads were accepted and which listener heard them, and when. Payloads go to endpoints in
 * turn, and listeners listen to endpoints in turn. One thread tells what was accepted, and one what
 * was heard; anybody may read it meanwhile.
 */
public final class Heard {

    private static final long NEVER = 0;

    private final long first;
    private final int payloads;
    private final int endpoints;
    private final int ofEach;
    private final AtomicLongArray acceptedAt;
    private final AtomicLongArray heardAt;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong heard = new AtomicLong();
    private final AtomicLong duplicates = new AtomicLong();

    /**
     * @param first the number of the first payload
     * @param payloads how many there are
     * @param ofEach how many listeners each endpoint has whose hearing counts; listener {@code n}
     *     listens to endpoint {@code n % endpoints}
     */
    public Heard(long first, int payloads, int endpoints, int ofEach) {
        this.first = first;
        this.payloads = payloads;
        this.endpoints = endpoints;
        this.ofEach = ofEach;
        this.acceptedAt = new AtomicLongArray(payloads);
        this.heardAt = new AtomicLongArray(Math.multiplyExact(payloads, ofEach));
    }

    /**
     * A payload was accepted.
     *
     * @param index from 0
     * @param now by {@code System.nanoTime}
     */
    public void accepted(int index, long now) {
        acceptedAt.set(index, now == NEVER ? 1 : now);
        accepted.incrementAndGet();
    }

    /** A listener has got a payload; what is none of these is passed over. */
    void heard(int listener, long number, long now) {
        long index = number - first;
        int place = listener / endpoints;
        if (index < 0 || index >= payloads || place >= ofEach) {
            return;
        }
        boolean isNew =
                heardAt.compareAndSet((int) index * ofEach + place, NEVER, now == NEVER ? 1 : now);
        (isNew ? heard : duplicates).incrementAndGet();
    }

    /** How many of those that were accepted somebody has yet to hear, each time counted. */
    public long missing() {
        return accepted.get() * ofEach - heard.get();
    }

    /** How often a listener got the same once more. */
    public long duplicates() {
        return duplicates.get();
    }

    /**
     * From accepted to heard, in microseconds; 0 for what was heard before its answer had come.
     *
     * @param from the first payload that counts, from 0
     */
    public Histogram latency(int from) {
        Histogram micros = new Histogram(3);
        for (int index = from; index < payloads; index++) {
            long since = acceptedAt.get(index);
            for (int place = 0; place < ofEach && since != NEVER; place++) {
                long at = heardAt.get(index * ofEach + place);
                if (at != NEVER) {
                    micros.recordValue(Math.max(0, at - since) / 1_000);
                }
            }
        }
        return micros;
    }
}
