package io.hookbridge.delivery;

import io.hookbridge.base.Ticker;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * This running server among those that deliver: a row that ends by itself unless it is renewed.
 * What the row's time is over for may be delivered by others; so an attempt begins only if it is
 * sure to end before that.
 *
 * <p>The row's time is told by the database, its length is measured here from before the question:
 * servers need not agree on the time. A server that was late becomes a new node, because the work
 * of the old one may be in other hands by now.
 */
final class Node {

    private final NodeStore store;
    private final Duration lease;
    private final Duration longestAttempt;
    private final Supplier<UUID> ids;
    private final Ticker ticker;
    private volatile UUID id;
    private volatile long aliveUntil;

    /**
     * @param lease how long the row lasts without being renewed
     * @param longestAttempt shorter than {@code lease}
     */
    Node(
            NodeStore store,
            Duration lease,
            Duration longestAttempt,
            Supplier<UUID> ids,
            Ticker ticker) {
        this.store = store;
        this.lease = lease;
        this.longestAttempt = longestAttempt;
        this.ids = ids;
        this.ticker = ticker;
        this.id = ids.get();
        this.aliveUntil = ticker.nanos();
    }

    /** What is written into the rows that this server holds. */
    UUID id() {
        return id;
    }

    /** Whether an attempt that begins now ends before others may make one. */
    boolean mayStart() {
        return aliveUntil - ticker.nanos() > longestAttempt.toNanos();
    }

    /**
     * Renews the row. If it is too late for that, this server becomes a new node.
     *
     * @param late called in that case, while nothing may start yet
     */
    void renew(Runnable late) {
        long asked = ticker.nanos();
        if (!store.renew(id, lease)) {
            late.run();
            UUID next = ids.get();
            store.insert(next, lease);
            id = next;
        }
        aliveUntil = asked + lease.toNanos();
    }

    /** Ends the row; nothing begins after this. */
    void leave() {
        aliveUntil = ticker.nanos();
        store.remove(id);
    }
}
