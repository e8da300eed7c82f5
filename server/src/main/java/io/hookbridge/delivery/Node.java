package io.hookbridge.delivery;

import io.hookbridge.base.Ticker;
import io.hookbridge.base.Uuid7;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * This running server among those that deliver: a row that ends by itself unless it is renewed.
 * What the row's time is over for is taken over by others; so an attempt begins only if it is sure
 * to end before that.
 *
 * <p>The row's time is told by the database, its length is measured here from before the question:
 * servers need not agree on the time. A server that was late becomes a new node, because the work
 * of the old one may be in other hands by now.
 */
final class Node {

    private final NodeStore store;
    private final Duration lease;
    private final Duration longestAttempt;
    private final Uuid7 ids;
    private final Ticker ticker;
    private volatile Identity identity;
    private volatile long aliveUntil;
    private volatile @Nullable Told told;

    /**
     * What the clock of the database showed.
     *
     * @param at by the ticker, in nanoseconds
     */
    private record Told(Instant time, long at) {}

    /**
     * What this server is until it is late.
     *
     * @param id what is written into the rows that it holds
     * @param watermark of what it holds
     */
    record Identity(UUID id, Watermark watermark) {}

    /**
     * @param lease how long the row lasts without being renewed
     * @param longestAttempt shorter than {@code lease}
     * @param ids of messages
     */
    Node(NodeStore store, Duration lease, Duration longestAttempt, Uuid7 ids, Ticker ticker) {
        this.store = store;
        this.lease = lease;
        this.longestAttempt = longestAttempt;
        this.ids = ids;
        this.ticker = ticker;
        this.identity = next();
        this.aliveUntil = ticker.nanos();
    }

    private Identity next() {
        return new Identity(ids.next(), new Watermark(ids));
    }

    Identity identity() {
        return identity;
    }

    UUID id() {
        return identity.id();
    }

    /** Whether an attempt that begins now ends before others may make one. */
    boolean mayStart() {
        return aliveUntil - ticker.nanos() > longestAttempt.toNanos();
    }

    /**
     * The time by the clock of the database, from what it said last and what has passed since: for
     * what servers must agree about, where the database cannot be asked.
     *
     * @throws NullPointerException before {@link #renew} has been called
     */
    Instant databaseTime() {
        Told last = Objects.requireNonNull(told);
        return last.time().plusNanos(ticker.nanos() - last.at());
    }

    /**
     * Renews the row. If it is too late for that, this server becomes a new node.
     *
     * @param late called in that case, while nothing may start yet
     */
    void renew(Runnable late) {
        long asked = ticker.nanos();
        Identity known = identity;
        Optional<Instant> renewed = store.renew(known.id(), lease, known.watermark().low());
        if (renewed.isPresent()) {
            told = new Told(renewed.get(), asked);
        } else {
            late.run();
            Identity next = next();
            long askedAgain = ticker.nanos();
            told = new Told(store.insert(next.id(), lease, next.watermark().low()), askedAgain);
            identity = next;
        }
        aliveUntil = asked + lease.toNanos();
    }

    /** Nothing begins after this; the row is left to who takes it over. */
    void leave() {
        aliveUntil = ticker.nanos();
    }
}
