package io.hookbridge.delivery.fair;

import io.hookbridge.access.Environment;
import io.hookbridge.delivery.fair.Shares.Share;

/**
 * The memory for messages, of which each environment has a share. Who fetches and finds none is
 * told when so much was given back that it is worth while. Safe for use by many threads.
 */
public final class Memory {

    /**
     * The most bytes that are fetched from the database at once: while the driver reads them, they
     * take three times as much.
     */
    static final long MOST_FETCHED = 16L * 1024 * 1024;

    private final Shares shares;
    private final Runnable refill;

    /** How much must be given back so that a statement is worth while that fills it. */
    private final long worthFetching;

    /** How much is free by then; never reached while nothing waits for memory. */
    private volatile long refillAt = Long.MAX_VALUE;

    /**
     * @param mostBytes how much there is, at least 1
     * @param refill told when who found nothing should look again; must not wait
     */
    public Memory(long mostBytes, Runnable refill) {
        this.shares = new Shares(mostBytes);
        this.refill = refill;
        this.worthFetching = mostBytes / 32;
    }

    /** See {@link Shares#of}. */
    public Share of(Environment who) {
        return shares.of(who);
    }

    /** Whether anything may be fetched; who may not is told when to look again. */
    public boolean mayFetch() {
        if (shares.free() > 0) {
            return true;
        }
        await();
        // What was given back before that has told nobody.
        return shares.free() > 0;
    }

    /** The same for messages of one environment. */
    public boolean mayFetch(Share own) {
        if (own.mayTake()) {
            return true;
        }
        await();
        return own.mayTake();
    }

    private void await() {
        refillAt = Math.min(refillAt, shares.free() + worthFetching);
    }

    /**
     * Sets memory aside for what is about to be fetched; at least one message may be, unless it is
     * 0. To be put back when what came was taken.
     *
     * @return bytes
     */
    public long setAside() {
        return shares.setAside(MOST_FETCHED);
    }

    /** Puts back what was set aside. */
    public void putBack(long aside) {
        shares.putBack(aside);
    }

    /** Gives back the memory of a message. */
    public void giveBack(Share own, int bytes) {
        own.giveBack(bytes);
        if (shares.free() >= refillAt) {
            refillAt = Long.MAX_VALUE;
            refill.run();
        }
    }

    /** How many bytes are taken or set aside. */
    public long held() {
        return shares.held();
    }
}
