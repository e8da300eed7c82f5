package io.hookbridge.delivery;

import io.hookbridge.base.TargetId;
import io.hookbridge.base.Ticker;
import io.hookbridge.base.TokenBucket;
import io.hookbridge.delivery.fair.Shares.Share;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.message.HeldMessage;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What waits for one target on this node, and how much of it may be under way. Every target has a
 * lane of its own, so that a slow one delays nobody else. Safe for use by many threads.
 */
final class Lane {

    /** The most messages of one target in memory; more wait in the database. */
    static final int MOST_WAITING = 10_000;

    /** How many attempts' worth is fetched from the database ahead of the present ones. */
    private static final int AHEAD = 2;

    private final TargetId target;
    private final Owner owner;
    private final Ticker ticker;
    private final Deque<HeldMessage> waiting = new ArrayDeque<>();
    private final AdaptiveLimit limit = new AdaptiveLimit();
    private int reserved;
    private boolean backlog;
    private boolean inTurn;
    private boolean asleep;
    private @Nullable Pace pace;

    private record Pace(int rate, int burst, TokenBucket bucket) {}

    /** What the lanes of one environment share. */
    record Owner(Share memory, Share places, Burst burst) {}

    /** What a lane does next. */
    sealed interface Next {

        /** The attempt that has just been counted as running. */
        record Start(HeldMessage message) implements Next {}

        /** Nothing until the target's pace allows the next; the caller must look again then. */
        record Sleep(Duration time) implements Next {}

        /** Nothing until something changes. */
        record Nothing() implements Next {}
    }

    private static final Next NOTHING = new Next.Nothing();

    Lane(TargetId target, Owner owner, Ticker ticker) {
        this.target = target;
        this.owner = owner;
        this.ticker = ticker;
    }

    TargetId target() {
        return target;
    }

    Owner owner() {
        return owner;
    }

    /**
     * Keeps a place for a message that is being stored; false if it should wait in the database.
     */
    synchronized boolean reserve() {
        if (backlog || waiting.size() + reserved >= MOST_WAITING) {
            // What is in the database has waited longer and goes first.
            backlog = true;
            return false;
        }
        reserved++;
        return true;
    }

    synchronized void release() {
        reserved--;
    }

    /** Takes the message that a place was kept for. */
    synchronized void fill(HeldMessage message) {
        reserved--;
        waiting.addLast(message);
    }

    synchronized void add(List<HeldMessage> claimed) {
        waiting.addAll(claimed);
    }

    /** The next attempt, if it may begin now. */
    synchronized Next next(DeliveryTarget target) {
        if (waiting.isEmpty() || limit.running() >= limit.current() || asleep) {
            return NOTHING;
        }
        TokenBucket bucket = bucket(target);
        if (bucket != null) {
            Duration wait = bucket.take();
            if (!wait.isZero()) {
                asleep = true;
                return new Next.Sleep(wait);
            }
        }
        limit.began(ticker.nanos());
        return new Next.Start(waiting.removeFirst());
    }

    private @Nullable TokenBucket bucket(DeliveryTarget target) {
        if (target.rateLimitRps() == 0) {
            pace = null;
            return null;
        }
        if (pace == null
                || pace.rate() != target.rateLimitRps()
                || pace.burst() != target.burst()) {
            pace =
                    new Pace(
                            target.rateLimitRps(),
                            target.burst(),
                            new TokenBucket(
                                    Math.max(1, target.burst()),
                                    Duration.ofSeconds(1).dividedBy(target.rateLimitRps()),
                                    ticker));
        }
        return pace.bucket();
    }

    synchronized void wake() {
        asleep = false;
    }

    /** How an attempt ended, as far as the lane is concerned. */
    enum Ending {
        /** The target can take as much as it got. */
        KEPT_UP,
        FAILED,
        /** It did not begin after all. */
        NOT_MADE
    }

    /** Takes note of an attempt that is over. */
    synchronized void finished(Ending ending) {
        long now = ticker.nanos();
        switch (ending) {
            case KEPT_UP -> limit.succeeded(!waiting.isEmpty(), now);
            case FAILED -> limit.failed(now);
            case NOT_MADE -> limit.notMade(now);
        }
    }

    /** Whether the lane was not yet among those that wait for their turn, and is now. */
    synchronized boolean enterTurn() {
        boolean entered = !inTurn;
        inTurn = true;
        return entered;
    }

    synchronized void leaveTurn() {
        inTurn = false;
    }

    /** How many messages may be fetched from the database. */
    synchronized int wanted() {
        return Math.max(0, AHEAD * limit.current() - waiting.size() - reserved);
    }

    /**
     * Says whether messages of this lane lie in the database that are due: new ones then go there
     * as well.
     */
    synchronized void backlog(boolean present) {
        backlog = present;
    }

    /** Whether more that is due could be fetched from the database now. */
    synchronized boolean couldTakeMore() {
        return backlog && wanted() > 0;
    }

    /** Whether messages of this lane are known to lie in the database that are due. */
    synchronized boolean isBehind() {
        return backlog;
    }

    /** Takes everything out that has not begun. */
    synchronized List<HeldMessage> clear() {
        List<HeldMessage> all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }

    /** Whether it is time to fetch more from the database. */
    synchronized boolean needsRefill() {
        return backlog && waiting.size() < limit.current();
    }

    /** How many messages wait in memory. */
    synchronized int waiting() {
        return waiting.size();
    }

    synchronized State state() {
        return new State(limit.current(), limit.running(), waiting.size(), backlog);
    }

    /**
     * What can be told of a lane.
     *
     * @param concurrency how many attempts may run at once now
     * @param running how many do
     * @param waiting how many messages wait in this node's memory
     * @param backlog whether more wait in the database
     */
    record State(int concurrency, int running, int waiting, boolean backlog) {}
}
