package io.hookbridge.delivery;

import io.hookbridge.base.TargetId;
import io.hookbridge.base.Ticker;
import io.hookbridge.base.TokenBucket;
import io.hookbridge.delivery.fair.Shares.Share;
import io.hookbridge.delivery.target.AddedHeaders;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.message.HeldMessage;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * What waits for one target on this node, and how much of it may be under way. Every target has a
 * lane of its own, so that a slow one delays nobody else.
 *
 * <p>A lane belongs to the event loop of its target: only there messages come in, attempts begin
 * and end. What other threads have to know or to say at once stands in a few values for all: how
 * many places are kept, whether more waits in the database, and what was last told of it.
 */
final class Lane {

    /** The most messages of one target in memory; more wait in the database. */
    static final int MOST_WAITING = 10_000;

    /** How long nobody has used a lane that goes. */
    static final Duration UNUSED = Duration.ofMinutes(10);

    /** How long a lane begins nothing whose attempt found no place for a look-up, or no socket. */
    static final Duration REST = Duration.ofSeconds(1);

    /** How many attempts' worth is fetched from the database ahead of the present ones. */
    private static final int AHEAD = 2;

    /** Of {@link #kept}, in a lane that has gone. */
    private static final int GONE = -1;

    private final TargetId target;
    private final Owner owner;
    private final LaneLoop loop;
    private final Ticker ticker;

    /** Places of messages that wait, are on their way here, or are being stored; or GONE. */
    private final AtomicInteger kept = new AtomicInteger();

    private volatile boolean backlog;
    private volatile long usedAt;
    private volatile State told;

    // What follows belongs to the loop.

    private final Deque<HeldMessage> waiting = new ArrayDeque<>();
    private final AdaptiveLimit limit = new AdaptiveLimit();
    private RecentCount delivered;
    private boolean inTurn;
    private boolean asleep;

    /** Whether the last attempt was put off: the next finds out, alone, if it still has to be. */
    private boolean puttingOff;

    private @Nullable Pace pace;

    private record Pace(int rate, int burst, TokenBucket bucket) {}

    private @Nullable Added added;

    private record Added(Map<String, String> of, AddedHeaders headers) {}

    /** What the lanes of one environment share. */
    record Owner(Share memory, Share places, Burst burst, ColdTurns cold) {}

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

    Lane(TargetId target, Owner owner, LaneLoop loop, Ticker ticker) {
        this.target = target;
        this.owner = owner;
        this.loop = loop;
        this.ticker = ticker;
        this.usedAt = ticker.nanos();
        this.delivered = RecentCount.none(usedAt);
        this.told = new State(AdaptiveLimit.START, 0, 0, delivered);
    }

    TargetId target() {
        return target;
    }

    Owner owner() {
        return owner;
    }

    LaneLoop loop() {
        return loop;
    }

    /**
     * Keeps a place for a message that is being stored; false if it should wait in the database.
     * Any thread may ask.
     */
    boolean reserve() {
        // What is in the database has waited longer and goes first.
        if (!backlog && keep(1, MOST_WAITING)) {
            return true;
        }
        backlog = true;
        return false;
    }

    /**
     * Keeps places for messages that were fetched; false if the lane has gone. Any thread may ask.
     */
    boolean keep(int places) {
        return keep(places, Integer.MAX_VALUE);
    }

    private boolean keep(int places, int below) {
        int before = kept.getAndUpdate(now -> now == GONE || now >= below ? now : now + places);
        return before != GONE && before < below;
    }

    /** Gives back a place that was kept for a message which does not come. Any thread may. */
    void release() {
        kept.decrementAndGet();
    }

    /** How many messages may be fetched from the database; any thread may ask. */
    int wanted() {
        return Math.max(0, AHEAD * told.concurrency() - kept.get());
    }

    /**
     * Says whether messages of this lane lie in the database that are due: new ones then go there
     * as well. Any thread may.
     */
    void backlog(boolean present) {
        backlog = present;
    }

    /** Whether messages are known to lie in the database that are due; any thread may ask. */
    boolean isBehind() {
        return backlog;
    }

    /** Whether more that is due could be fetched from the database now; any thread may ask. */
    boolean couldTakeMore() {
        return backlog && wanted() > 0;
    }

    /** Whether it is to be looked after, by the loop; any thread may ask. */
    boolean needsCare() {
        return kept.get() > 0 || isUnused();
    }

    private boolean isUnused() {
        return ticker.nanos() - usedAt >= UNUSED.toNanos();
    }

    /** How it goes; any thread may ask. */
    State state() {
        return told;
    }

    /**
     * How many attempts that the target kept up with ended in the last minute; any thread may ask.
     */
    double deliveredLastMinute() {
        return told.delivered().lastMinute(ticker.nanos());
    }

    /** Takes a message that a place was kept for. */
    void add(HeldMessage message) {
        assert loop.isHere();
        waiting.addLast(message);
        tell();
    }

    /** Whether something waits and nothing but places or the pace of the target may prevent it. */
    boolean isReady() {
        assert loop.isHere();
        return !waiting.isEmpty() && limit.running() < concurrency() && !asleep;
    }

    private int concurrency() {
        return puttingOff ? 1 : limit.current();
    }

    /** The next attempt, if it may begin now. */
    Next next(DeliveryTarget target) {
        if (!isReady()) {
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
        Next next = new Next.Start(waiting.removeFirst());
        release();
        tell();
        return next;
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

    /** The headers that every delivery to the target has; made when they have changed. */
    AddedHeaders addedHeaders(DeliveryTarget target) {
        assert loop.isHere();
        if (added == null || !added.of().equals(target.headers())) {
            added = new Added(target.headers(), AddedHeaders.of(target.headers(), Map.of()));
        }
        return added.headers();
    }

    /** Has the lane begin nothing until {@link #wake}; false if that was so already. */
    boolean sleep() {
        assert loop.isHere();
        boolean fell = !asleep;
        asleep = true;
        return fell;
    }

    void wake() {
        assert loop.isHere();
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
    void finished(Ending ending) {
        assert loop.isHere();
        long now = ticker.nanos();
        switch (ending) {
            case KEPT_UP -> {
                limit.succeeded(!waiting.isEmpty(), now);
                puttingOff = false;
            }
            case FAILED -> {
                limit.failed(now);
                puttingOff = false;
            }
            case NOT_MADE -> limit.notMade(now);
        }
        if (ending == Ending.KEPT_UP) {
            delivered = delivered.next(now);
        }
        usedAt = now;
        tell();
    }

    /** Takes back the message of an attempt that did not begin after all; it goes first. */
    void putOff(HeldMessage message) {
        puttingOff = true;
        kept.incrementAndGet();
        waiting.addFirst(message);
        finished(Ending.NOT_MADE);
    }

    /** Whether the lane was not yet among those that wait for their turn, and is now. */
    boolean enterTurn() {
        assert loop.isHere();
        boolean entered = !inTurn;
        inTurn = true;
        return entered;
    }

    void leaveTurn() {
        assert loop.isHere();
        inTurn = false;
    }

    /** Whether it is time to fetch more from the database. */
    boolean needsRefill() {
        assert loop.isHere();
        return backlog && waiting.size() < concurrency();
    }

    /** How many messages wait here. */
    int waiting() {
        assert loop.isHere();
        return waiting.size();
    }

    /** Takes everything out that has not begun. */
    List<HeldMessage> clear() {
        return take(_ -> true);
    }

    /**
     * Takes out what is not to wait here; the database has it from then on, and what comes goes
     * there as well.
     */
    List<HeldMessage> clearThose(Predicate<HeldMessage> isToLeave) {
        List<HeldMessage> taken = take(isToLeave);
        if (!taken.isEmpty()) {
            backlog = true;
        }
        return taken;
    }

    private List<HeldMessage> take(Predicate<HeldMessage> which) {
        assert loop.isHere();
        List<HeldMessage> taken = new ArrayList<>();
        waiting.removeIf(message -> which.test(message) && taken.add(message));
        kept.addAndGet(-taken.size());
        tell();
        return taken;
    }

    /**
     * Whether the lane goes, because nothing is here or on its way and nobody has used it for long:
     * no place is kept in it any more.
     */
    boolean goes() {
        assert loop.isHere();
        return limit.running() == 0
                && !asleep
                && !inTurn
                && !backlog
                && (pace == null || pace.bucket().isFull())
                && isUnused()
                && kept.compareAndSet(0, GONE);
    }

    private void tell() {
        told = new State(concurrency(), limit.running(), waiting.size(), delivered);
    }

    /**
     * What can be told of a lane.
     *
     * @param concurrency how many attempts may run at once now
     * @param running how many do
     * @param waiting how many messages wait in this node's memory
     * @param delivered how many attempts have lately ended that the target kept up with
     */
    record State(int concurrency, int running, int waiting, RecentCount delivered) {}
}
