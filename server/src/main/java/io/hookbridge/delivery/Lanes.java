package io.hookbridge.delivery;

import io.hookbridge.access.Environment;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Ticker;
import io.hookbridge.delivery.fair.Shares;
import io.hookbridge.delivery.fair.Shares.Share;
import io.hookbridge.delivery.fair.Turns;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.message.HeldMessage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All lanes of this node, and who begins an attempt next. While its environment has places for
 * attempts ({@link Shares}), a lane begins what it may. When it has none, its lanes wait for those
 * that become free, one attempt each: first the environments take turns, then their lanes. In a
 * {@link Burst} of messages that are being stored, some lanes pause.
 */
final class Lanes {

    /**
     * The most attempts of this node that run or wait for their result to be written: who delivers
     * faster than the database records would only repeat the more after a crash.
     */
    static final int MOST_UNDER_WAY = 2048;

    /**
     * The most bytes that are fetched from the database at once: while the driver reads them, they
     * take three times as much.
     */
    static final long MOST_FETCHED = 16L * 1024 * 1024;

    /** What attempts need that wait here or are under way. */
    interface Starting {

        /**
         * Begins an attempt; must call {@link Lanes#finished} at its end, and {@link Lanes#done}
         * when nothing is left to do for the message.
         */
        void start(Lane lane, DeliveryTarget target, HeldMessage message);

        /** Whether attempts may begin now at all. */
        boolean mayStart();

        /** Tells that lanes could take more from the database. */
        void refill();

        /** Takes back what cannot be delivered now. */
        void giveBack(List<HeldMessage> messages);
    }

    private final Function<TargetId, Optional<DeliveryTarget>> targets;
    private final Starting starting;
    private final ScheduledExecutorService timer;
    private final Ticker ticker;
    private final Map<TargetId, Lane> lanes = new ConcurrentHashMap<>();
    private final Turns<Share, Lane> turns = new Turns<>();
    private final Shares places = new Shares(MOST_UNDER_WAY);
    private final Shares memory;
    private final Map<EnvironmentId, Lane.Owner> owners = new ConcurrentHashMap<>();

    /** How much memory must be given back so that a statement is worth while that fills it. */
    private final long worthFetching;

    /** How much is free by then; never reached while nothing waits for memory. */
    private volatile long refillAt = Long.MAX_VALUE;

    /**
     * @param timer wakes lanes that keep a pace
     * @param mostBytes how much memory messages may take that wait here or are under way
     */
    Lanes(
            Function<TargetId, Optional<DeliveryTarget>> targets,
            Starting starting,
            ScheduledExecutorService timer,
            Ticker ticker,
            long mostBytes) {
        this.targets = targets;
        this.starting = starting;
        this.timer = timer;
        this.ticker = ticker;
        this.memory = new Shares(mostBytes);
        this.worthFetching = mostBytes / 32;
    }

    Lane lane(DeliveryTarget target) {
        return lanes.computeIfAbsent(
                target.id(), id -> new Lane(id, owner(target.environment()), ticker));
    }

    private Lane.Owner owner(Environment environment) {
        return owners.computeIfAbsent(
                environment.id(),
                _ ->
                        new Lane.Owner(
                                memory.of(environment), places.of(environment), new Burst(ticker)));
    }

    /** The lane of a message that this node holds. */
    private Lane lane(HeldMessage message) {
        return Objects.requireNonNull(lanes.get(message.target()));
    }

    Collection<Lane> all() {
        return lanes.values();
    }

    /** The targets that are known to have messages due in the database. */
    List<TargetId> behind() {
        return lanes.values().stream().filter(Lane::isBehind).map(Lane::target).toList();
    }

    Optional<Lane> known(TargetId target) {
        return Optional.ofNullable(lanes.get(target));
    }

    /** Takes note of a message that is on its way into the database. */
    void storing(DeliveryTarget target) {
        lane(target).owner().burst().storing();
    }

    /** Takes note that it has arrived there, or never will. */
    void stored(DeliveryTarget target) {
        lane(target).owner().burst().stored().forEach(this::pump);
    }

    /**
     * Keeps room for a message; false if there is none.
     *
     * @param size see {@link HeldMessage#bytes}
     */
    boolean reserve(DeliveryTarget target, int size) {
        Lane lane = lane(target);
        if (!lane.owner().memory().tryTake(size)) {
            lane.backlog(true);
            return false;
        }
        if (!lane.reserve()) {
            giveBack(lane, size);
            return false;
        }
        return true;
    }

    void release(DeliveryTarget target, int size) {
        Lane lane = lane(target);
        lane.release();
        giveBack(lane, size);
    }

    /** Takes the message that room was kept for. */
    void fill(HeldMessage message) {
        Lane lane = lane(message);
        lane.fill(message);
        pump(lane);
    }

    /**
     * Takes messages that were fetched from the database. All lie in their lanes before the first
     * is begun, so that none is left behind if something fails then.
     */
    void add(List<HeldMessage> messages) {
        Map<Lane, List<HeldMessage>> byLane =
                messages.stream().collect(Collectors.groupingBy(this::lane));
        byLane.forEach((lane, own) -> {
            own.forEach(message -> lane.owner().memory().take(message.bytes()));
            lane.add(own);
        });
        byLane.keySet().forEach(this::pump);
    }

    /**
     * Whether anything may be fetched from the database. If not, {@link Starting#refill} is called
     * when some memory was given back.
     */
    boolean mayFetch() {
        if (memory.free() > 0) {
            return true;
        }
        waitForMemory();
        // What was given back before that has told nobody.
        return memory.free() > 0;
    }

    /**
     * Sets memory aside for what is about to be fetched; at least one message may be, unless it is
     * 0. To be put back when what came was added.
     */
    long setAside() {
        return memory.setAside(MOST_FETCHED);
    }

    void putBack(long aside) {
        memory.putBack(aside);
    }

    /**
     * Whether messages of an environment may be fetched. If not, {@link Starting#refill} is called
     * when some memory was given back.
     */
    boolean mayFetch(Lane.Owner owner) {
        if (owner.memory().mayTake()) {
            return true;
        }
        waitForMemory();
        return owner.memory().mayTake();
    }

    /** Whether messages of the lane may be fetched, and it has room for some. */
    boolean mayFetch(Lane lane) {
        return lane.wanted() > 0 && mayFetch(lane.owner());
    }

    private void waitForMemory() {
        refillAt = Math.min(refillAt, memory.free() + worthFetching);
    }

    private void giveBack(Lane lane, int size) {
        lane.owner().memory().giveBack(size);
        if (memory.free() >= refillAt) {
            refillAt = Long.MAX_VALUE;
            starting.refill();
        }
    }

    /** Begins what the lane may begin now. */
    void pump(Lane lane) {
        Share own = lane.owner().places();
        if (!turns.isWaiting(own)) {
            // Bounded, because attempts may end as fast as they begin, and the caller has other
            // work: it may be the thread that stores what is accepted. Whatever ends goes on here.
            int begun = 0;
            while (begun < AdaptiveLimit.MOST && own.mayTake() && startOne(lane)) {
                begun++;
            }
            if (own.mayTake()) {
                return;
            }
        }
        enterTurn(lane);
        takeTurns();
    }

    private void enterTurn(Lane lane) {
        if (lane.enterTurn()) {
            turns.add(lane.owner().places(), lane);
        }
    }

    private void takeTurns() {
        Optional<Lane> next = turns.next(Share::mayTake);
        while (next.isPresent()) {
            next.get().leaveTurn();
            if (startOne(next.get())) {
                enterTurn(next.get());
            }
            next = turns.next(Share::mayTake);
        }
    }

    /** Whether an attempt was begun. */
    private boolean startOne(Lane lane) {
        if (!starting.mayStart() || lane.owner().burst().pauses(lane)) {
            return false;
        }
        Optional<DeliveryTarget> target;
        try {
            target = targets.apply(lane.target());
        } catch (RuntimeException unknown) {
            // The database is away. Whoever called has results to write down; the messages wait
            // here until somebody looks again.
            return false;
        }
        if (target.isEmpty() || target.get().paused()) {
            starting.giveBack(clear(lane));
            return false;
        }
        return switch (lane.next(target.get())) {
            case Lane.Next.Start(HeldMessage message) -> {
                lane.owner().places().take(1);
                starting.start(lane, target.get(), message);
                yield true;
            }
            case Lane.Next.Sleep(Duration time) -> {
                var _ = timer.schedule(() -> wake(lane), time.toNanos(), TimeUnit.NANOSECONDS);
                yield false;
            }
            case Lane.Next.Nothing _ -> false;
        };
    }

    private void wake(Lane lane) {
        lane.wake();
        pump(lane);
    }

    /** Takes note that the target is done with an attempt, and begins what may begin now. */
    void finished(Lane lane, Lane.Ending ending) {
        lane.finished(ending);
        pump(lane);
        if (lane.needsRefill() && mayFetch(lane.owner())) {
            starting.refill();
        }
    }

    /** Gives back the place and the memory of a message whose attempt is over and written down. */
    void done(HeldMessage message) {
        forget(message);
        lane(message).owner().places().giveBack(1);
        takeTurns();
    }

    private void forget(HeldMessage message) {
        giveBack(lane(message), message.bytes());
    }

    /** Takes out everything of a lane that has not begun. */
    private List<HeldMessage> clear(Lane lane) {
        List<HeldMessage> messages = lane.clear();
        messages.forEach(this::forget);
        return messages;
    }

    /** Takes out everything that has not begun. */
    List<HeldMessage> clearAll() {
        List<HeldMessage> messages = new ArrayList<>();
        lanes.values().forEach(lane -> messages.addAll(clear(lane)));
        return messages;
    }

    void pumpAll() {
        lanes.values().forEach(this::pump);
    }

    /** How many attempts run or wait for their result to be written. */
    int underWay() {
        return (int) places.held();
    }

    long bytes() {
        return memory.held();
    }

    long waiting() {
        return lanes.values().stream().mapToLong(Lane::waiting).sum();
    }
}
