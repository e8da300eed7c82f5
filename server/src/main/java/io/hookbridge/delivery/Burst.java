package io.hookbridge.delivery;

import io.hookbridge.base.Ticker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * In a burst the senders go first: while {@link #MANY_BEING_STORED} messages of an environment are
 * on their way into the database, its lanes in which {@link #FEW_WAITING} or more wait begin
 * nothing, for {@link #LONGEST_PAUSE} at most, and not again for as long. Whoever has few messages
 * waiting is not delayed by the burst of another target, and nobody by that of another environment.
 */
final class Burst {

    /** More than callers bring who each send one message and wait for the answer. */
    static final int MANY_BEING_STORED = 256;

    static final int FEW_WAITING = 64;

    static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Ticker ticker;
    private final AtomicInteger beingStored = new AtomicInteger();
    private final Set<Lane> pausing = ConcurrentHashMap.newKeySet();
    private volatile long began;

    Burst(Ticker ticker) {
        this.ticker = ticker;
        this.began = ticker.nanos() - 2 * LONGEST_PAUSE.toNanos();
    }

    /**
     * Takes note of a message that is on its way into the database.
     *
     * @return whether a pause begins with it; the caller must ask for {@link #over} after {@link
     *     #LONGEST_PAUSE}
     */
    boolean storing() {
        if (beingStored.incrementAndGet() != MANY_BEING_STORED) {
            return false;
        }
        long now = ticker.nanos();
        boolean begins = now - began >= 2 * LONGEST_PAUSE.toNanos();
        if (begins) {
            began = now;
        }
        return begins;
    }

    /**
     * Takes note that it has arrived there, or never will.
     *
     * @return the lanes that pause no longer
     */
    List<Lane> stored() {
        return beingStored.getAndDecrement() == MANY_BEING_STORED ? over() : List.of();
    }

    /** The lanes that paused until now. */
    List<Lane> over() {
        List<Lane> over = new ArrayList<>(pausing);
        over.forEach(pausing::remove);
        return over;
    }

    /** Whether the lane begins nothing now; it is among those that go on after the burst then. */
    boolean pauses(Lane lane) {
        if (!isOn()
                || ticker.nanos() - began >= LONGEST_PAUSE.toNanos()
                || lane.waiting() < FEW_WAITING) {
            return false;
        }
        pausing.add(lane);
        // Whoever ended the burst meanwhile may have looked before the lane was among those that
        // pause, and nobody else would wake it.
        return isOn();
    }

    private boolean isOn() {
        return beingStored.get() >= MANY_BEING_STORED;
    }
}
