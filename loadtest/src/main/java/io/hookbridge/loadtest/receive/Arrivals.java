package io.hookbridge.loadtest.receive;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What arrived and was answered with 2xx, by the number of the payload. One receiver at a time
 * writes it, anybody may read it meanwhile.
 */
public final class Arrivals {

    /** The {@link #firstAt} of what has not arrived. */
    public static final long NEVER = 0;

    private final long first;
    private final AtomicLongArray firstAt;
    private final AtomicIntegerArray times;
    private final long[] idHigh;
    private final long[] idLow;

    private final AtomicLong different = new AtomicLong();
    private final AtomicLong duplicates = new AtomicLong();
    private final AtomicLong otherIds = new AtomicLong();
    private final AtomicLong unsigned = new AtomicLong();
    private final AtomicLong foreign = new AtomicLong();

    /**
     * @param most the number of payloads; their numbers are below it
     */
    public Arrivals(int most) {
        this(0, most);
    }

    /**
     * @param first the number of the first payload; the methods here count from it
     * @param most the number of payloads
     */
    public Arrivals(long first, int most) {
        this.first = first;
        firstAt = new AtomicLongArray(most);
        times = new AtomicIntegerArray(most);
        idHigh = new long[most];
        idLow = new long[most];
    }

    /** Takes note of a request; for the receiver's thread alone. */
    void add(RequestReader request, long now) {
        long number = request.payloadNumber() - first;
        if (number < 0 || number >= firstAt.length()) {
            bump(foreign);
            return;
        }
        int index = (int) number;
        if (!request.signed()) {
            bump(unsigned);
        }
        int before = times.getPlain(index);
        if (before == 0) {
            idHigh[index] = request.idHigh();
            idLow[index] = request.idLow();
            firstAt.setRelease(index, now == NEVER ? 1 : now);
            bump(different);
        } else {
            bump(duplicates);
            if (idHigh[index] != request.idHigh() || idLow[index] != request.idLow()) {
                bump(otherIds);
            }
        }
        times.setRelease(index, before + 1);
    }

    /** There is one writer, so no atomic addition is needed. */
    private static void bump(AtomicLong counter) {
        counter.setRelease(counter.getPlain() + 1);
    }

    /** How many payloads are expected. */
    public int size() {
        return firstAt.length();
    }

    /** When payload {@code number} first arrived, by {@code System.nanoTime}, or {@link #NEVER}. */
    public long firstAt(int number) {
        return firstAt.getAcquire(number);
    }

    /** How often it arrived. */
    public int times(int number) {
        return times.getAcquire(number);
    }

    /** The {@code X-Webhook-Id} it first came with; the nil UUID if it never did. */
    public UUID id(int number) {
        return firstAt(number) == NEVER ? new UUID(0, 0) : new UUID(idHigh[number], idLow[number]);
    }

    /** How many numbers arrived at least once. */
    public long different() {
        return different.getAcquire();
    }

    /** Arrivals of a number that had arrived before. */
    public long duplicates() {
        return duplicates.getAcquire();
    }

    /** Duplicates under another id: the message was sent twice, not delivered twice. */
    public long otherIds() {
        return otherIds.getAcquire();
    }

    /** Arrivals without an {@code X-Webhook-Signature}. */
    public long unsigned() {
        return unsigned.getAcquire();
    }

    /** Arrivals whose payload has no number that was expected. */
    public long foreign() {
        return foreign.getAcquire();
    }
}
